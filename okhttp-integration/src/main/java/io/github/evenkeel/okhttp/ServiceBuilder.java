/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.HealthCheck;
import io.github.evenkeel.HealthProbe;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.Subsets;
import io.github.evenkeel.TcpProbe;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.call.AttemptStage;
import io.github.evenkeel.okhttp.internal.call.BalancedService;
import io.github.evenkeel.okhttp.internal.call.Outcomes;
import io.github.evenkeel.okhttp.internal.call.Stage;
import io.github.evenkeel.okhttp.internal.call.WhenOverloaded;
import io.github.evenkeel.okhttp.internal.hedging.HedgeDelay;
import io.github.evenkeel.okhttp.internal.hedging.HedgeThreads;
import io.github.evenkeel.okhttp.internal.hedging.HedgingStage;
import io.github.evenkeel.okhttp.internal.retry.RetryBudget;
import io.github.evenkeel.okhttp.internal.retry.RetryStage;
import io.github.evenkeel.okhttp.internal.service.Affinity;
import io.github.evenkeel.okhttp.internal.service.AffinityKeys;
import io.github.evenkeel.okhttp.internal.service.RequestSubsets;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.EndpointTransport;
import io.github.evenkeel.okhttp.internal.transport.IdleConnections;
import io.github.evenkeel.okhttp.internal.transport.Preconnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The options of one service, set in {@link OkHttpLoadBalancing.Builder#service}. Not thread-safe,
 * and valid only during that call.
 */
public final class ServiceBuilder {
  private final ServiceUrl url;
  private @Nullable EndpointSource endpoints;
  private final LoadBalancerBuilder balancer;
  private final Set<ServiceUrl> aliases = new LinkedHashSet<>();
  private Algorithm algorithm = Algorithms.adaptiveStride();
  private @Nullable Affinity affinity;
  private RequestSubsets requestSubsets = RequestSubsets.TAGGED;
  private Retries retries = Retries.builder().build();
  private @Nullable Hedging hedging;
  private NoEndpointsPolicy whenNoEndpoints = NoEndpointsPolicy.FAIL;
  private OverloadPolicy whenOverloaded = OverloadPolicy.FAIL;
  private boolean limited;
  private IdleConnections idleConnections = IdleConnections.DEFAULT;
  private @Nullable Preconnect preconnect;
  private @Nullable OutcomeClassifier outcomes;
  private @Nullable HealthCheck httpHealthCheck;
  private @Nullable HttpProbe httpProbe;

  ServiceBuilder(ServiceUrl url) {
    this.url = url;
    this.balancer = new LoadBalancerBuilder(url.toString());
  }

  /**
   * Sets the source of the endpoints. Required; may be set only once. The source is closed with the
   * load balancer.
   */
  public ServiceBuilder endpoints(EndpointSource endpoints) {
    Check.notNull(endpoints, "endpoints of service " + url, "an EndpointSource");
    if (this.endpoints != null) {
      throw new IllegalArgumentException(
          "endpoints of service "
              + url
              + " must be set once, but are "
              + this.endpoints
              + " already and were to be "
              + endpoints);
    }
    this.endpoints = endpoints;
    return this;
  }

  /**
   * Adds base URLs whose requests are balanced over the same endpoints as those of the service's
   * own base URL, for example {@code http://orders} in addition to {@code http://orders.shop}. The
   * Host header, SNI and all other parts of a request still follow the request's URL. The
   * endpoints' ports are the same, so an alias with the other scheme works only if the endpoints
   * speak both schemes on one port. None by default; each call adds to the aliases set before.
   *
   * @param baseUrls scheme, host and optionally port, as for the service
   * @throws IllegalArgumentException if a URL is not a base URL, or already belongs to the service
   */
  public ServiceBuilder aliases(String... baseUrls) {
    Check.notNull(baseUrls, "aliases of service " + url, "base URLs such as http://orders");
    List<ServiceUrl> added = new ArrayList<>();
    for (String baseUrl : baseUrls) {
      ServiceUrl alias = ServiceUrl.parse("aliases of service " + url, baseUrl);
      if (alias.equals(url) || aliases.contains(alias) || added.contains(alias)) {
        throw new IllegalArgumentException(
            "aliases of service "
                + url
                + " must be further base URLs, but has "
                + alias
                + " twice");
      }
      added.add(alias);
    }
    aliases.addAll(added);
    return this;
  }

  /** The base URLs of the service: its own URL first, then the aliases. */
  List<ServiceUrl> urls() {
    List<ServiceUrl> urls = new ArrayList<>(List.of(url));
    urls.addAll(aliases);
    return urls;
  }

  /**
   * Sets how an endpoint is chosen: one of {@link Algorithms}, by default {@link
   * Algorithms#adaptiveStride()}.
   */
  public ServiceBuilder algorithm(Algorithm algorithm) {
    this.algorithm = Check.notNull(algorithm, "algorithm of service " + url, "one of Algorithms");
    balancer.algorithm(algorithm);
    return this;
  }

  /**
   * Increases the share of new endpoints gradually, as described in {@link
   * LoadBalancerBuilder#slowStart}; none by default.
   */
  public ServiceBuilder slowStart(SlowStart slowStart) {
    Check.notNull(slowStart, "slowStart of service " + url, "a SlowStart; leave it out for none");
    balancer.slowStart(slowStart);
    return this;
  }

  /**
   * Ejects endpoints whose requests go worse than they should, as described in {@link
   * LoadBalancerBuilder#outlierDetection}; off by default. {@link
   * OkHttpLoadBalancing.Builder#listener} tells what it decides.
   */
  public ServiceBuilder outlierDetection(OutlierDetection outlierDetection) {
    Check.notNull(
        outlierDetection,
        "outlierDetection of service " + url,
        "an OutlierDetection; leave it out for none");
    balancer.outlierDetection(outlierDetection);
    return this;
  }

  /**
   * Checks endpoints by an HTTP request beside the requests of users, and leaves out those that
   * fail, as described in {@link LoadBalancerBuilder#healthCheck}; off by default. Checks begin
   * when a client is wrapped. They appear in no statistics. {@link
   * OkHttpLoadBalancing.Builder#listener} tells what they find.
   *
   * @param healthCheck when to check, and what follows
   * @param probe what to ask for, and which responses pass
   */
  public ServiceBuilder healthCheck(HealthCheck healthCheck, HttpProbe probe) {
    this.httpHealthCheck = checkNotNull(healthCheck);
    this.httpProbe = Check.notNull(probe, probeOption(), "an HttpProbe");
    return this;
  }

  /**
   * Checks endpoints by other means, such as a {@link TcpProbe}, as described in {@link
   * LoadBalancerBuilder#healthCheck}; off by default.
   *
   * @param healthCheck when to check, and what follows
   * @param probe makes a check
   */
  public ServiceBuilder healthCheck(HealthCheck healthCheck, HealthProbe probe) {
    balancer.healthCheck(
        checkNotNull(healthCheck),
        Check.notNull(probe, probeOption(), "a HealthProbe, such as a TcpProbe"));
    this.httpHealthCheck = null;
    this.httpProbe = null;
    return this;
  }

  private HealthCheck checkNotNull(HealthCheck healthCheck) {
    return Check.notNull(
        healthCheck, "healthCheck of service " + url, "a HealthCheck; leave it out for none");
  }

  private String probeOption() {
    return "probe of healthCheck of service " + url;
  }

  /**
   * Sets what counts as a success or a failure of an endpoint. By default, the status does, and
   * what went wrong on the way: see {@link OutcomeClassifier}.
   */
  public ServiceBuilder outcomes(OutcomeClassifier classifier) {
    this.outcomes =
        Check.notNull(
            classifier,
            "outcomes of service " + url,
            "an OutcomeClassifier; leave it out for the" + " usual outcomes");
    return this;
  }

  /**
   * Takes each request's affinity key from a header, such as {@code X-Affinity}. A request without
   * this header, or with an empty one, has no key. The {@linkplain #algorithm algorithm} must be
   * one that {@linkplain Algorithm#usesAffinityKeys() uses keys}; the default does not. No keys by
   * default.
   *
   * @throws IllegalArgumentException if {@code name} is not a valid header name, or if keys are
   *     already set
   */
  public ServiceBuilder affinityHeader(String name) {
    return affinity(Affinity.header(name));
  }

  /**
   * Computes each request's affinity key from the request, as seen where the client was wrapped. If
   * the function returns null or the empty string, the request has no key. If the request has the
   * tag {@link AffinityKey}, that key is used instead. The function is called on the request's
   * thread, again for each retry, and on another thread for a {@linkplain #hedging hedge}. The
   * {@linkplain #algorithm algorithm} must be one that {@linkplain Algorithm#usesAffinityKeys()
   * uses keys}; the default does not. If the function throws, the request fails with a {@link
   * MisuseException}.
   *
   * @throws IllegalArgumentException if keys are already set
   */
  public ServiceBuilder affinityKey(Function<Request, @Nullable String> key) {
    return affinity(Affinity.key(key));
  }

  /**
   * Sets what subsets of the endpoints requests go to; see {@link LoadBalancerBuilder#subsets}. A
   * request names a subset by a tag of type {@link io.github.evenkeel.EndpointSubset}, or by {@link
   * #subsetHeader}.
   */
  public ServiceBuilder subsets(Subsets subsets) {
    Check.notNull(subsets, "subsets of service " + url, "Subsets; leave it out for the defaults");
    balancer.subsets(subsets);
    return this;
  }

  /**
   * Sends a request that has a header to the endpoints whose label has the value of the header,
   * such as {@code X-Version: v2} to those with {@code version=v2}. The header is sent as well. A
   * request without the header, or with an empty one, names no subset. By default, only tags do.
   *
   * @param header the name of a header
   * @param label the name of a {@linkplain io.github.evenkeel.Endpoint#labels() label}
   * @throws IllegalArgumentException if no header can have that name
   */
  public ServiceBuilder subsetHeader(String header, String label) {
    this.requestSubsets = RequestSubsets.header(header, label);
    return this;
  }

  private ServiceBuilder affinity(Affinity chosen) {
    if (affinity != null) {
      throw new IllegalArgumentException(
          chosen.option()
              + " of service "
              + url
              + " must be the only option that sets keys, but "
              + affinity.option()
              + " was set before; one affinityKey function may look at several headers");
    }
    this.affinity = chosen;
    return this;
  }

  /**
   * Sets when a request that failed on one endpoint is sent to another. By default, the defaults of
   * {@link Retries#builder()} apply.
   */
  public ServiceBuilder retries(Retries retries) {
    this.retries =
        Check.notNull(
            retries, "retries of service " + url, "a Retries; Retries.none() turns them off");
    return this;
  }

  /**
   * Sends an idempotent request to a second endpoint as well if the response is late, and uses the
   * first good response; off by default. A hedge needs room in the budget of the {@linkplain
   * #retries retries}.
   */
  public ServiceBuilder hedging(Hedging hedging) {
    this.hedging =
        Check.notNull(hedging, "hedging of service " + url, "a Hedging; leave it out for none");
    return this;
  }

  /**
   * Sets what happens to requests while no endpoint is known; {@link NoEndpointsPolicy#FAIL} by
   * default. When the load balancer is closed, requests always fail.
   */
  public ServiceBuilder whenNoEndpoints(NoEndpointsPolicy policy) {
    this.whenNoEndpoints =
        Check.notNull(policy, "whenNoEndpoints of service " + url, "FAIL or USE_SERVICE_URL");
    return this;
  }

  /**
   * Sets how many requests each endpoint may have in flight, as HAProxy's {@code maxconn}; any
   * number by default. A request that finds all endpoints at their limit waits in the {@linkplain
   * #queue queue}, on its own thread. A hedge does not wait: without room, none is sent.
   */
  public ServiceBuilder concurrencyLimit(ConcurrencyLimit concurrencyLimit) {
    Check.notNull(
        concurrencyLimit,
        "concurrencyLimit of service " + url,
        "a ConcurrencyLimit; leave it out for none");
    balancer.concurrencyLimit(concurrencyLimit);
    limited = true;
    return this;
  }

  /**
   * Sets how many requests all endpoints of the service together may have in flight, as Envoy's
   * {@code max_requests}; any number by default.
   *
   * @param maxRequests at least 1
   * @throws IllegalArgumentException if out of range
   */
  public ServiceBuilder maxRequests(int maxRequests) {
    balancer.maxRequests(maxRequests);
    limited = true;
    return this;
  }

  /**
   * Sets where requests wait while the {@linkplain #concurrencyLimit limits} leave no room for
   * them; by default a queue with the defaults of {@link RequestQueue#builder()}. A call waits at
   * most until shortly before its own timeout or deadline, and leaves the queue when it is
   * canceled. An asynchronous call that waits occupies a thread of OkHttp's {@code Dispatcher} and
   * counts in its limits.
   */
  public ServiceBuilder queue(RequestQueue queue) {
    Check.notNull(
        queue, "queue of service " + url, "a RequestQueue; RequestQueue.none() lets no call wait");
    balancer.queue(queue);
    return this;
  }

  /**
   * Sets for how long a pod may ask not to be used, by the header {@code Retry-After} with status
   * 429 or 503; 30 s by default. Meanwhile other pods take its requests, unless all pods ask. Does
   * not change what the caller gets or what is {@linkplain #retries retried}.
   *
   * @param maxBackOff at most 1 hour; zero to go on using a pod that asks
   * @throws IllegalArgumentException if out of range
   */
  public ServiceBuilder maxBackOff(Duration maxBackOff) {
    balancer.maxBackOff(maxBackOff);
    return this;
  }

  /**
   * Sets what becomes of a request for which the limits leave no room; {@link OverloadPolicy#FAIL}
   * by default. Needs a {@linkplain #concurrencyLimit limit}.
   */
  public ServiceBuilder whenOverloaded(OverloadPolicy policy) {
    this.whenOverloaded =
        Check.notNull(
            policy, "whenOverloaded of service " + url, "FAIL, RESPOND_503 or RESPOND_429");
    return this;
  }

  /**
   * Sets how many idle connections to keep to each endpoint, and for how long. By default 64, which
   * is how many calls OkHttp's {@code Dispatcher} runs at once, and 5 minutes, as in OkHttp's
   * {@code ConnectionPool}. Clients that share connections share this limit. Clients that differ in
   * TLS, {@code Dns}, {@code SocketFactory} or proxy settings each have this limit of their own.
   * With 0, each connection is closed when its call completes. Keep connections for less time than
   * the server does, otherwise the server closes them first. Connections beyond the limit, which a
   * burst leaves behind, are closed when the next connection to the endpoint is opened, or when
   * their keep-alive expires.
   *
   * @param maxPerEndpoint 0 or more
   * @param keepAlive above zero, at most 365 days
   * @throws IllegalArgumentException if out of range
   */
  public ServiceBuilder idleConnections(int maxPerEndpoint, Duration keepAlive) {
    this.idleConnections = new IdleConnections(maxPerEndpoint, keepAlive);
    return this;
  }

  /**
   * Opens connections to new endpoints before they take traffic; off by default. Connections are
   * opened for the clients that are wrapped when an endpoint appears, with the settings that each
   * client had when it was wrapped. The number of connections must not exceed the number of
   * {@linkplain #idleConnections idle connections} that are kept.
   */
  public ServiceBuilder preconnect(Preconnect preconnect) {
    this.preconnect =
        Check.notNull(
            preconnect, "preconnect of service " + url, "a Preconnect; leave it out for none");
    return this;
  }

  /**
   * Checks that the options are complete and consistent.
   *
   * @throws IllegalArgumentException if they are not
   */
  void validate() {
    if (endpoints == null) {
      throw new IllegalArgumentException(
          "service " + url + " has no endpoints; set where they come from with endpoints(...)");
    }
    if (preconnect != null
        && preconnect.policy().connections() > idleConnections.maxPerEndpoint()) {
      throw new IllegalArgumentException(
          "preconnect of service "
              + url
              + " must open no more connections than idleConnections keeps for each endpoint, which"
              + " is "
              + idleConnections.maxPerEndpoint()
              + ", but was "
              + preconnect);
    }
    if (hedging != null && retries.policy().hasEmptyBudget()) {
      throw new IllegalArgumentException(
          "service "
              + url
              + " has hedging, which needs a budget, but its retries have budgetPercent 0 and"
              + " minRetryConcurrency 0; raise one of them");
    }
    if (affinity != null) {
      affinity.validate(url, algorithm);
    }
    if (whenOverloaded != OverloadPolicy.FAIL && !limited) {
      throw new IllegalArgumentException(
          "whenOverloaded of service "
              + url
              + " is "
              + whenOverloaded
              + ", which needs a limit, but there is none; set concurrencyLimit or maxRequests, or"
              + " leave whenOverloaded out");
    }
    var unused =
        balancer
            .build(); // Rejects inconsistent options here, where the stack trace shows the caller.
  }

  /** Returns the service, which does not watch its endpoints yet. */
  BalancedService build(Shared shared) {
    shared.listeners().forEach(balancer::listener);
    if (httpHealthCheck != null && httpProbe != null) {
      balancer.healthCheck(httpHealthCheck, shared.httpChecks().probe(httpProbe.policy(), url));
    }
    if (shared.locality() != null) {
      balancer.locality(shared.locality());
    }
    Environment environment = shared.environment();
    balancer
        .nanoClock(environment.nanoClock())
        .scheduler(environment.scheduler())
        .random(environment.random())
        .attachments(endpoint -> newTransport(endpoint, shared.preconnector(), environment));
    return new BalancedService(
        url,
        requireNonNull(endpoints),
        balancer.build(),
        new Outcomes(url.toString(), outcomes),
        new AffinityKeys(url, algorithm, affinity),
        requestSubsets,
        shared.running(),
        shared.readiness(),
        whenNoEndpoints,
        environment,
        service -> stages(service, shared.hedgeThreads(), environment));
  }

  private Stage stages(
      BalancedService service, HedgeThreads hedgeThreads, Environment environment) {
    RetryBudget budget = retries.policy().newBudget();
    Stage attempts = new AttemptStage(service, /* mayWait= */ limited);
    RetryStage retrying = new RetryStage(retries.policy(), budget, service, attempts, environment);
    if (hedging == null) {
      return overloadable(retrying);
    }
    Stage hedges = new AttemptStage(service, /* mayWait= */ false);
    HedgeDelay delay = hedging.newDelay(environment.nanoTime());
    return overloadable(
        new HedgingStage(service, retrying, hedges, budget, delay, hedgeThreads, environment));
  }

  private Stage overloadable(Stage next) {
    return switch (whenOverloaded) {
      case FAIL -> next;
      case RESPOND_503 -> new WhenOverloaded(url.toString(), 503, "Service Unavailable", next);
      case RESPOND_429 -> new WhenOverloaded(url.toString(), 429, "Too Many Requests", next);
    };
  }

  boolean hedges() {
    return hedging != null;
  }

  private EndpointTransport newTransport(
      Endpoint endpoint, Preconnector preconnector, Environment environment) {
    Preconnect options = preconnect;
    return new EndpointTransport(
        url,
        endpoint,
        idleConnections,
        environment.nanoClock(),
        options == null
            ? transport -> CompletableFuture.completedFuture(null)
            : transport -> preconnector.open(options.policy(), url, transport));
  }
}
