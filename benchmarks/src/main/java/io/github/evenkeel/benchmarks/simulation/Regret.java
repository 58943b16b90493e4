/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.simulation;

/**
 * By what factor a contestant is worse than the best of a scene; see {@link SceneResults#regret}.
 *
 * @param scene the scene
 * @param factor 1 for the best; infinite if a queue grows without end
 */
record Regret(Scene scene, double factor) {}
