/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import static java.util.Objects.requireNonNull;

import io.github.evenkeel.Algorithm;
import io.github.evenkeel.Algorithms;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.discovery.EndpointSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the requests of {@link OkHttpClient}s over the endpoints of services.
 *
 * <pre>{@code
 * OkHttpLoadBalancing balancing =
 *     OkHttpLoadBalancing.builder()
 *         .service("http://orders.shop", service -> service.endpoints(orders))
 *         .build();
 * balancing.awaitReady(Duration.ofSeconds(5));
 * OkHttpClient client = balancing.wrap(new OkHttpClient());
 * }</pre>
 *
 * <p>A wrapped client sends each request whose URL has the scheme, host and port of a service to an
 * endpoint that is picked for it, and all other requests as it did before. What one sees of a
 * request stays logical: URL, Host header, certificate check, cookies, redirects and cache are
 * about the service and know nothing of endpoints. One pod's connections carry that pod's requests
 * and no others, also where HTTP/2 would coalesce them.
 *
 * <p>OkHttp's {@code Dispatcher} counts asynchronous calls by the service's host, over all its
 * endpoints: at its default, 5 run at once.
 *
 * <p>Safe for use by many threads. Make one for the life of the application; {@link #close()} ends
 * the watching of endpoints.
 */
public final class OkHttpLoadBalancing implements AutoCloseable {
  private final Map<ServiceUrl, BalancedService> services;
  private final @Nullable ConnectionRecycling recycling;
  private final @Nullable Integer maxConcurrentCalls;
  private final RunningCalls running;
  private final WrappedClients clients;
  private final Preconnector preconnector;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OkHttpLoadBalancing(
      Map<ServiceUrl, BalancedService> services,
      RunningCalls running,
      WrappedClients clients,
      Preconnector preconnector,
      Builder builder) {
    this.services = services;
    this.running = running;
    this.clients = clients;
    this.preconnector = preconnector;
    this.recycling = builder.recycling;
    this.maxConcurrentCalls = builder.maxConcurrentCalls;
  }

  /**
   * Returns a builder. At least one service must be added to it.
   *
   * @throws IllegalStateException if the OkHttp on the class path is older than 5.4, or another one
   *     stands beside it; the message tells which, where, and what to do
   */
  public static Builder builder() {
    OkHttpOnClassPath.check();
    return new Builder();
  }

  /**
   * Returns a client like {@code client} whose requests to the services are balanced. It shares the
   * dispatcher, the cache and everything else; only the connections to endpoints are kept apart, in
   * a pool for each. The returned client may be changed further with {@code newBuilder()};
   * interceptors added that way run between the choice of an endpoint and the network. Several
   * clients may be wrapped.
   *
   * @throws IllegalArgumentException if it is wrapped already, by this or another balancing
   * @throws IllegalStateException if this is closed
   */
  public OkHttpClient wrap(OkHttpClient client) {
    if (closed.get()) {
      throw new IllegalStateException("cannot wrap a client: this load balancing is closed");
    }
    if (isWrapped(client)) {
      throw new IllegalArgumentException(
          "client is wrapped already; wrap one that is not, and add all services to one"
              + " OkHttpLoadBalancing");
    }
    Dispatcher dispatcher = client.dispatcher();
    if (maxConcurrentCalls != null) {
      dispatcher.setMaxRequests(maxConcurrentCalls);
      dispatcher.setMaxRequestsPerHost(maxConcurrentCalls);
    }
    OkHttpClient.Builder builder = client.newBuilder();
    if (recycling != null) {
      builder.addNetworkInterceptor(recycling.newInterceptor());
    }
    BalancingInterceptor interceptor =
        new BalancingInterceptor(
            services,
            new DispatcherWatch(dispatcher, services.keySet()),
            clients.stripped(builder));
    clients.add(interceptor);
    if (services.values().stream().anyMatch(BalancedService::hedges)) {
      builder.interceptors().replaceAll(OncePerCall::new);
    }
    builder.addInterceptor(interceptor);
    builder.networkInterceptors().add(0, new RouteGuard(services));
    return builder.build();
  }

  /** Also of one from which some of our interceptors were taken. */
  private static boolean isWrapped(OkHttpClient client) {
    return Stream.concat(client.interceptors().stream(), client.networkInterceptors().stream())
        .anyMatch(
            interceptor ->
                interceptor instanceof BalancingInterceptor || interceptor instanceof RouteGuard);
  }

  /**
   * Waits until the first list of endpoints of every service has arrived. Before that, a request to
   * a service fails with {@link NoEndpointAvailableException}, or goes to the virtual IP if the
   * service {@linkplain ServiceBuilder#fallThroughWithoutEndpoints() says so}.
   *
   * @param timeout how long to wait for all of them together; not at all if zero or less
   * @throws DiscoveryException if one did not arrive in time; the message names the service and, as
   *     far as it is known, says why and what to do. Discovery goes on: this may be called again
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void awaitReady(Duration timeout) throws DiscoveryException, InterruptedException {
    // Ages ago would overflow, and be ages ahead.
    long deadline = System.nanoTime() + Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
    for (BalancedService service : services.values()) {
      if (!service.awaitReady(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        DiscoveryException problem = service.problem();
        throw new DiscoveryException(
            "The endpoints of service "
                + service
                + " are not known after "
                + timeout
                + ": "
                + (problem == null
                    ? "discovery has not responded yet"
                    : String.valueOf(problem.getMessage())),
            problem);
      }
    }
  }

  /**
   * What each endpoint of a service has served. A list of the moment.
   *
   * @param service the base URL that the service was added with
   * @throws IllegalArgumentException if it is not one of the services
   */
  public List<EndpointStatistics> statistics(String service) {
    BalancedService known = services.get(ServiceUrl.parse(service));
    if (known == null) {
      throw new IllegalArgumentException(
          "service must be one of " + services.keySet() + ", but was \"" + service + "\"");
    }
    return known.statistics();
  }

  /**
   * Ends the watching of endpoints and closes the connections to them: the idle ones now, the
   * others when their calls end. Requests to the services fail from now on. If a source of
   * endpoints breaks when it is closed, that is logged, and the rest is closed all the same.
   * Idempotent.
   */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      services.values().forEach(BalancedService::close);
      preconnector.close();
    }
  }

  /**
   * Closes as {@link #close()} does, waits for the calls under way to end, and cancels those that
   * have not when {@code patience} is over. A call is under way until its response body is closed.
   * If the calling thread is interrupted, the wait is over at once, and the thread stays
   * interrupted.
   *
   * @throws IllegalArgumentException if {@code patience} is negative; nothing is closed then
   */
  public void close(Duration patience) {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience must be 0 or more, but was " + patience);
    }
    close();
    running.endWithin(patience);
  }

  /** Builds an {@link OkHttpLoadBalancing}. For one thread. */
  public static final class Builder {
    private final Map<ServiceUrl, ServiceBuilder> services = new LinkedHashMap<>();
    private @Nullable ConnectionRecycling recycling;
    private @Nullable Integer maxConcurrentCalls;

    private Builder() {}

    /**
     * Adds a service.
     *
     * @param baseUrl scheme, host and perhaps port, as in the URLs of its requests, such as {@code
     *     http://orders.shop}. There may be one service for each host
     * @param options sets at least the {@linkplain ServiceBuilder#endpoints endpoints}
     * @throws IllegalArgumentException if the URL is not a base URL, its host has a service
     *     already, or an option is out of range
     */
    public Builder service(String baseUrl, Consumer<ServiceBuilder> options) {
      ServiceUrl url = ServiceUrl.parse(baseUrl);
      for (ServiceUrl other : services.keySet()) {
        if (other.host().equals(url.host())) {
          throw new IllegalArgumentException(
              "service "
                  + url
                  + " has the host of service "
                  + other
                  + ", which was added before; a host can have one service");
        }
      }
      ServiceBuilder service = new ServiceBuilder(url);
      options.accept(service);
      service.validate();
      services.put(url, service);
      return this;
    }

    /**
     * Lets the {@code Dispatcher} of each client that is wrapped run so many asynchronous calls at
     * once, in all and to one host. OkHttp's defaults are 64 and 5, and a service is one host
     * however many pods it has. The dispatcher is the client's, and so others' that share it. By
     * default it is left alone. If it holds calls to a service back when another call of the client
     * sets out, a warning is logged once.
     *
     * @throws IllegalArgumentException if below 1
     */
    public Builder maxConcurrentCalls(int maxConcurrentCalls) {
      if (maxConcurrentCalls < 1) {
        throw new IllegalArgumentException(
            "maxConcurrentCalls must be at least 1, but was " + maxConcurrentCalls);
      }
      this.maxConcurrentCalls = maxConcurrentCalls;
      return this;
    }

    /** Recycles the connections to all endpoints, each pod's on its own; off by default. */
    public Builder recycling(ConnectionRecycling recycling) {
      this.recycling = requireNonNull(recycling, "recycling");
      return this;
    }

    /**
     * Returns the balancing, and starts to watch the endpoints of its services. Does not wait for
     * them; {@link OkHttpLoadBalancing#awaitReady} does.
     *
     * @throws IllegalStateException if no service was added, or a service's source of endpoints is
     *     in use elsewhere
     */
    public OkHttpLoadBalancing build() {
      if (services.isEmpty()) {
        throw new IllegalStateException("load balancing needs at least 1 service, but has 0");
      }
      Map<ServiceUrl, BalancedService> built = new LinkedHashMap<>();
      RunningCalls running = new RunningCalls();
      WrappedClients clients = new WrappedClients();
      Preconnector preconnector = new Preconnector(clients);
      services.forEach((url, service) -> built.put(url, service.build(running, preconnector)));
      List<BalancedService> started = new ArrayList<>();
      try {
        for (BalancedService service : built.values()) {
          service.start();
          started.add(service);
        }
      } catch (RuntimeException | Error e) {
        started.forEach(BalancedService::close);
        throw e;
      }
      return new OkHttpLoadBalancing(Map.copyOf(built), running, clients, preconnector, this);
    }
  }

  /** The options of one service. For one thread. */
  public static final class ServiceBuilder {
    private final ServiceUrl url;
    private @Nullable EndpointSource endpoints;
    private final LoadBalancerBuilder balancer;
    private Function<Request, @Nullable String> affinityKeys = request -> null;
    private Retries retries = Retries.builder().build();
    private @Nullable Hedging hedging;
    private boolean fallsThrough;
    private int maxIdleConnections = 64;
    private Duration keepAlive = Duration.ofMinutes(5);
    private @Nullable Preconnect preconnect;

    private ServiceBuilder(ServiceUrl url) {
      this.url = url;
      this.balancer = new LoadBalancerBuilder(url.toString());
    }

    /** Where the endpoints come from. Required. Closed with the balancing. */
    public ServiceBuilder endpoints(EndpointSource endpoints) {
      this.endpoints = requireNonNull(endpoints, "endpoints");
      return this;
    }

    /**
     * How an endpoint is chosen; {@link Algorithms} has them. By default as {@link
     * LoadBalancerBuilder#algorithm} has it.
     */
    public ServiceBuilder algorithm(Algorithm algorithm) {
      balancer.algorithm(algorithm);
      return this;
    }

    /**
     * Lets new endpoints take up their share little by little, as {@link
     * LoadBalancerBuilder#slowStart} has it; none by default.
     */
    public ServiceBuilder slowStart(SlowStart slowStart) {
      balancer.slowStart(slowStart);
      return this;
    }

    /**
     * Takes each request's affinity key from a header, such as {@code X-Affinity}; a request
     * without it, or with an empty one, has none. Matters to algorithms that honour keys. No keys
     * by default.
     *
     * @throws IllegalArgumentException if no header can have that name
     */
    public ServiceBuilder affinityHeader(String name) {
      try {
        var unused = Headers.of(name, "");
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "affinityHeader must be the name of a header such as X-Affinity, but was \""
                + name
                + "\"",
            e);
      }
      return affinityKey(request -> request.header(name));
    }

    /**
     * Takes each request's affinity key from the request, as seen where the client was wrapped. A
     * request for which the function returns null or the empty string has none, and one with the
     * tag {@link AffinityKey} has that one. The function is called on each request's thread, and
     * again for a retry, or on another thread for a {@linkplain #hedging hedge}.
     */
    public ServiceBuilder affinityKey(Function<Request, @Nullable String> key) {
      this.affinityKeys = requireNonNull(key, "key");
      return this;
    }

    /**
     * When a request that failed on one endpoint is sent to another; by default as {@link
     * Retries#builder()} has it.
     */
    public ServiceBuilder retries(Retries retries) {
      this.retries = requireNonNull(retries, "retries");
      return this;
    }

    /**
     * Sends an idempotent request without a timely response to a second endpoint as well, and takes
     * the first response; off by default. A hedge needs room in the budget of the {@linkplain
     * #retries retries}.
     */
    public ServiceBuilder hedging(Hedging hedging) {
      this.hedging = requireNonNull(hedging, "hedging");
      return this;
    }

    /**
     * While no endpoint is known, requests go where their URL says, which on Kubernetes is the
     * Service's virtual IP. By default they fail at once with {@link NoEndpointAvailableException},
     * as they do in any case when the balancing is closed.
     */
    public ServiceBuilder fallThroughWithoutEndpoints() {
      this.fallsThrough = true;
      return this;
    }

    /**
     * How many idle connections to keep to each endpoint, and for how long. By default 64, as many
     * as OkHttp's {@code Dispatcher} runs calls at once, and 5 minutes, as OkHttp's {@code
     * ConnectionPool}. Keep them for less time than the server does, or it closes them first. What
     * a burst leaves beyond that number closes when the next connection to the endpoint is opened,
     * or when it has been idle for as long.
     *
     * @param maxPerEndpoint 0 or more
     * @param keepAlive above zero, at most 365 days
     * @throws IllegalArgumentException if out of range
     */
    public ServiceBuilder idleConnections(int maxPerEndpoint, Duration keepAlive) {
      if (maxPerEndpoint < 0) {
        throw new IllegalArgumentException(
            "maxPerEndpoint of idle connections must be 0 or more, but was " + maxPerEndpoint);
      }
      if (keepAlive.isNegative()
          || keepAlive.isZero()
          || keepAlive.compareTo(Duration.ofDays(365)) > 0) {
        throw new IllegalArgumentException(
            "keepAlive of idle connections must be above zero and at most 365 days, but was "
                + keepAlive);
      }
      this.maxIdleConnections = maxPerEndpoint;
      this.keepAlive = keepAlive;
      return this;
    }

    /**
     * Opens connections to new endpoints before they take traffic; off by default. Goes by the
     * clients that are wrapped when an endpoint appears, as they were when they were wrapped. There
     * must be no more connections than {@linkplain #idleConnections idle ones are kept}.
     */
    public ServiceBuilder preconnect(Preconnect preconnect) {
      this.preconnect = requireNonNull(preconnect, "preconnect");
      return this;
    }

    private void validate() {
      if (endpoints == null) {
        throw new IllegalArgumentException(
            "service " + url + " has no endpoints; set where they come from with endpoints(...)");
      }
      if (preconnect != null && preconnect.connections() > maxIdleConnections) {
        throw new IllegalArgumentException(
            "preconnect of service "
                + url
                + " must open no more connections than idleConnections keeps for each endpoint, which"
                + " is "
                + maxIdleConnections
                + ", but was "
                + preconnect);
      }
      if (hedging != null && retries.hasEmptyBudget()) {
        throw new IllegalArgumentException(
            "service "
                + url
                + " has hedging, which needs a budget, but its retries have budgetPercent 0 and"
                + " minRetryConcurrency 0; raise one of them");
      }
      var unused =
          balancer.build(); // Refuses what does not go together, while the stack tells where.
    }

    private BalancedService build(RunningCalls running, Preconnector preconnector) {
      balancer.attachments(endpoint -> newTransport(endpoint, preconnector));
      RetryLoop retryLoop = retries.newLoop();
      return new BalancedService(
          url,
          requireNonNull(endpoints),
          balancer.build(),
          affinityKeys,
          retryLoop,
          hedging == null ? null : hedging.newHedger(retryLoop),
          running,
          fallsThrough);
    }

    private EndpointTransport newTransport(Endpoint endpoint, Preconnector preconnector) {
      Preconnect options = preconnect;
      return new EndpointTransport(
          url,
          endpoint,
          new ConnectionPool(maxIdleConnections, keepAlive.toNanos(), TimeUnit.NANOSECONDS),
          options == null
              ? transport -> CompletableFuture.completedFuture(null)
              : transport -> preconnector.open(options, url, transport));
    }
  }
}
