/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.kubernetes;

import java.time.Duration;

/**
 * What a user chooses of a watch's times.
 *
 * @param updateInterval how long at least from one list to the next
 * @param firstPause the pause before a failed attempt is repeated for the first time
 */
record WatchTiming(Duration updateInterval, Duration firstPause) {}
