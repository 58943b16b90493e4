/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel;

import io.github.evenkeel.internal.option.Check;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What subsets of endpoints requests go to. A request may {@linkplain RequestContext#withSubset
 * name} one. Immutable.
 */
public final class Subsets {
  private final Fallback fallback;
  private final @Nullable EndpointSubset defaultSubset;
  private final @Nullable EndpointSubset canary;
  private final double canaryPercent;

  private Subsets(Builder builder) {
    this.fallback = builder.fallback;
    this.defaultSubset = builder.defaultSubset;
    this.canary = builder.canary;
    this.canaryPercent = builder.canaryPercent;
  }

  /** What becomes of a request that names a subset without endpoints. Envoy's fallback policies. */
  public enum Fallback {
    /** It fails with {@link NoEndpointAvailableException}. */
    NONE,

    /** It goes to any endpoint. */
    ALL,

    /** It goes to the {@linkplain Builder#fallbackTo default subset}, and fails without one. */
    DEFAULT
  }

  /** What holds if nothing is set: no fallback, no canary. */
  public static Subsets defaults() {
    return builder().build();
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** What becomes of a request that names a subset without endpoints. */
  public Fallback fallback() {
    return fallback;
  }

  /** Where requests go that name a subset without endpoints, if they go to a certain one. */
  public Optional<EndpointSubset> defaultSubset() {
    return Optional.ofNullable(defaultSubset);
  }

  /** Which endpoints get only a share of the requests that name no subset, if any do. */
  public Optional<EndpointSubset> canary() {
    return Optional.ofNullable(canary);
  }

  /** The share of the canary, in percent. */
  public double canaryPercent() {
    return canaryPercent;
  }

  /** Builds {@link Subsets}. For one thread. */
  public static final class Builder {
    private Fallback fallback = Fallback.NONE;
    private @Nullable EndpointSubset defaultSubset;
    private @Nullable EndpointSubset canary;
    private double canaryPercent;

    private Builder() {}

    /** Lets requests that name a subset without endpoints go to any; by default they fail. */
    public Builder fallbackToAll() {
      this.fallback = Fallback.ALL;
      this.defaultSubset = null;
      return this;
    }

    /**
     * Lets requests that name a subset without endpoints go to those of another; by default they
     * fail. If that has no endpoints, either, they fail.
     */
    public Builder fallbackTo(EndpointSubset defaultSubset) {
      this.defaultSubset =
          Check.notNull(defaultSubset, "fallbackTo of subsets", "an EndpointSubset");
      this.fallback = Fallback.DEFAULT;
      return this;
    }

    /**
     * Gives some endpoints a share of the requests that name no subset, and the others the rest; by
     * default there is no such distinction. Requests with one affinity key go to one of the two. If
     * one of them has no endpoints, the other gets all.
     *
     * @param percent 0, or from 1 to 100
     * @throws IllegalArgumentException if out of range
     */
    public Builder canary(EndpointSubset canary, double percent) {
      this.canary = Check.notNull(canary, "canary of subsets", "an EndpointSubset");
      this.canaryPercent = Check.percent(0, 100, percent, "percent of the canary");
      return this;
    }

    /** Returns the subsets. */
    public Subsets build() {
      return new Subsets(this);
    }
  }
}
