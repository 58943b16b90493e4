/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.Locality;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.OkHttpOnClassPath;
import io.github.evenkeel.okhttp.internal.call.BalancedService;
import io.github.evenkeel.okhttp.internal.call.BalancingInterceptor;
import io.github.evenkeel.okhttp.internal.call.Callers;
import io.github.evenkeel.okhttp.internal.call.Redirects;
import io.github.evenkeel.okhttp.internal.call.RouteGuard;
import io.github.evenkeel.okhttp.internal.call.RunningCalls;
import io.github.evenkeel.okhttp.internal.check.HttpChecks;
import io.github.evenkeel.okhttp.internal.hedging.HedgeThreads;
import io.github.evenkeel.okhttp.internal.hedging.OncePerCall;
import io.github.evenkeel.okhttp.internal.recycling.RecyclingInterceptor;
import io.github.evenkeel.okhttp.internal.service.BypassWatch;
import io.github.evenkeel.okhttp.internal.service.DispatcherWatch;
import io.github.evenkeel.okhttp.internal.service.Readiness;
import io.github.evenkeel.okhttp.internal.service.ServiceUrl;
import io.github.evenkeel.okhttp.internal.transport.Preconnector;
import io.github.evenkeel.okhttp.internal.transport.WrappedClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Balances the requests of {@link OkHttpClient}s over the endpoints of services.
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
 * <p>A wrapped client sends a request to an endpoint picked for that request if the URL has the
 * scheme, host and port of a service, or of one of the service's {@linkplain ServiceBuilder#aliases
 * aliases}. All other requests are sent as before. {@link #bypassedRequests()} counts the requests
 * that look as if they should have matched a service. Everything that is visible about a request
 * stays logical: URL, Host header, certificate check, cookies, redirects and cache refer to the
 * service, not to endpoints. The connections of one pod carry only requests to that pod, even where
 * HTTP/2 would coalesce connections.
 *
 * <p>OkHttp's {@code Dispatcher} counts asynchronous calls by the service's host, over all its
 * endpoints. By default, 5 of these calls run at once.
 *
 * <p>Safe for use by multiple threads. Create one instance for the lifetime of the application.
 * {@link #close()} stops watching the endpoints.
 */
public final class OkHttpLoadBalancing implements AutoCloseable {
  private final List<BalancedService> services;

  /** The services by base URL, aliases included. */
  private final Map<ServiceUrl, BalancedService> servicesByUrl;

  private final LongAdder bypassed = new LongAdder();

  /** One interceptor for all clients, because clients with equal settings share connections. */
  private final @Nullable RecyclingInterceptor recycling;

  private final @Nullable Integer maxConcurrentCalls;
  private final RunningCalls running;
  private final WrappedClients clients;
  private final Readiness readiness;
  private final Preconnector preconnector;
  private final HttpChecks httpChecks;
  private final HedgeThreads hedgeThreads;

  /** Null if the callers are not watched. */
  private final @Nullable Callers callers;

  private final Environment environment;
  private final boolean hedges;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OkHttpLoadBalancing(
      List<BalancedService> services,
      Map<ServiceUrl, BalancedService> servicesByUrl,
      WrappedClients clients,
      Shared shared,
      @Nullable Callers callers,
      Builder builder) {
    this.services = services;
    this.servicesByUrl = servicesByUrl;
    this.clients = clients;
    this.running = shared.running();
    this.readiness = shared.readiness();
    this.preconnector = shared.preconnector();
    this.httpChecks = shared.httpChecks();
    this.hedgeThreads = shared.hedgeThreads();
    this.callers = callers;
    this.environment = shared.environment();
    this.hedges = builder.services.values().stream().anyMatch(ServiceBuilder::hedges);
    this.recycling =
        builder.recycling == null ? null : builder.recycling.newInterceptor(environment);
    this.maxConcurrentCalls = builder.maxConcurrentCalls;
  }

  /**
   * Returns a builder. At least one service must be added.
   *
   * @throws IllegalStateException if the OkHttp on the class path is older than 5.4, or if the
   *     class path has two different ones; the message says which, where, and what to do
   */
  public static Builder builder() {
    OkHttpOnClassPath.check();
    return new Builder();
  }

  /**
   * Returns a client like {@code client} whose requests to the services are balanced. The returned
   * client shares the dispatcher, the cache and all other resources with {@code client}, except the
   * connections to endpoints, which are kept in a separate pool for each endpoint. The returned
   * client can be changed further with {@code newBuilder()}; interceptors added that way run
   * between the choice of an endpoint and the network. Several clients may be wrapped.
   *
   * @throws IllegalArgumentException if {@code client} is already wrapped by a load balancer, or if
   *     {@code client} is wrapped by a {@link ConnectionRecycling} and this load balancer has one
   *     too
   * @throws IllegalStateException if this load balancer is closed
   */
  public OkHttpClient wrap(OkHttpClient client) {
    Check.notNull(client, "client", "the OkHttpClient to wrap");
    if (closed.get()) {
      throw new IllegalStateException("cannot wrap a client: this load balancer is closed");
    }
    if (isWrapped(client)) {
      throw new IllegalArgumentException(
          "client is wrapped already; wrap one that is not, and add all services to one"
              + " OkHttpLoadBalancing");
    }
    if (recycling != null) {
      ConnectionRecycling.checkRecyclesNothing(client);
    }
    Dispatcher dispatcher = client.dispatcher();
    if (maxConcurrentCalls != null) {
      dispatcher.setMaxRequests(maxConcurrentCalls);
      dispatcher.setMaxRequestsPerHost(maxConcurrentCalls);
    }
    OkHttpClient.Builder builder = client.newBuilder();
    if (recycling != null) {
      builder.addNetworkInterceptor(recycling);
    }
    BalancingInterceptor interceptor =
        new BalancingInterceptor(
            new Redirects(servicesByUrl, new BypassWatch(servicesByUrl.keySet(), bypassed)),
            new DispatcherWatch(dispatcher, servicesByUrl.keySet()),
            clients.stripped(builder),
            environment);
    clients.add(interceptor);
    if (hedges) {
      builder.interceptors().replaceAll(users -> new OncePerCall(users, environment));
    }
    builder.addInterceptor(interceptor);
    builder.networkInterceptors().add(0, new RouteGuard(servicesByUrl));
    return builder.build();
  }

  /** Whether {@code client} is wrapped, even if some of Evenkeel's interceptors were removed. */
  private static boolean isWrapped(OkHttpClient client) {
    return Stream.concat(client.interceptors().stream(), client.networkInterceptors().stream())
        .anyMatch(
            interceptor ->
                interceptor instanceof BalancingInterceptor || interceptor instanceof RouteGuard);
  }

  /**
   * Waits until all services are {@linkplain #isReady() ready}. Until then, a request to a service
   * that is not ready fails with {@link NoEndpointAvailableException}, or goes to the virtual IP if
   * the service is {@linkplain ServiceBuilder#whenNoEndpoints configured} that way.
   *
   * @param timeout how long to wait for all services together; zero or less means not to wait
   * @throws DiscoveryException if a service is not ready in time, or at once if a service cannot
   *     become ready until something is changed, such as a missing permission; {@link
   *     DiscoveryException#isPermanent()} distinguishes the two. The message names all services
   *     that are not ready and, as far as known, the reason and what to do. Discovery continues, so
   *     this method may be called again
   * @throws IllegalStateException if this load balancer is closed, before or during the wait
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void awaitReady(Duration timeout) throws DiscoveryException, InterruptedException {
    Check.notNull(timeout, "timeout of awaitReady", "a Duration");
    Duration patience = timeout.isNegative() ? Duration.ZERO : timeout;
    try {
      var unused =
          readiness.whenReady().get(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw readiness.notReadyAfter(Durations.text(patience));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DiscoveryException hopeless) {
        throw hopeless;
      }
      throw new IllegalStateException(
          "cannot become ready: this load balancer is closed", e.getCause());
    }
  }

  /**
   * Whether the first endpoint list of every service has arrived. An empty list counts, and logs a
   * warning: the service is known to have no endpoints, for example because it is scaled to zero.
   * Once ready, the load balancer stays ready until it is closed, even while discovery fails,
   * because the last known endpoints stay in use.
   */
  public boolean isReady() {
    return readiness.isReady();
  }

  /**
   * Returns a stage that completes when all services are {@linkplain #isReady() ready}. The stage
   * fails with a {@link DiscoveryException} as soon as a service cannot become ready until
   * something is changed, and with an {@link IllegalStateException} if this load balancer is
   * closed. Dependent stages get either exception in a {@link
   * java.util.concurrent.CompletionException}. The stage never times out. Discovery continues, so a
   * stage obtained later may succeed.
   */
  public CompletionStage<Void> whenReady() {
    return readiness.whenReady().minimalCompletionStage();
  }

  /**
   * Returns the base URLs of the services, without aliases, in the order in which the services were
   * added.
   */
  public List<String> services() {
    return services.stream().map(BalancedService::toString).toList();
  }

  /**
   * Returns what each endpoint of a service has served. The list is a snapshot.
   *
   * @param service the base URL that the service was added with, or one of its aliases
   * @throws IllegalArgumentException if {@code service} is not one of the services
   */
  public List<EndpointStatistics> statistics(String service) {
    BalancedService known = servicesByUrl.get(ServiceUrl.parse(service));
    if (known == null) {
      throw new IllegalArgumentException(
          "service must be one of " + services + ", but was \"" + service + "\"");
    }
    return known.statistics();
  }

  /**
   * Returns how many requests of the wrapped clients looked as if they were meant for a service,
   * but went where their URL says, unbalanced. The host of such a request is a service's host, or
   * another of the names that Kubernetes gives that service ({@code orders}, {@code orders.shop},
   * {@code orders.shop.svc.cluster.local}), while scheme, host and port together match none of the
   * service's base URLs. A warning is logged for each such URL once for each client. To balance
   * these requests, add the URL with {@link ServiceBuilder#aliases}.
   */
  public long bypassedRequests() {
    return bypassed.sum();
  }

  /**
   * Stops watching the endpoints and closes the connections to them: idle connections now, the
   * others when their calls complete. From now on, requests to the services fail. If an endpoint
   * source throws when it is closed, the exception is logged, and everything else is still closed.
   * Idempotent.
   */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      readiness.close();
      if (callers != null) {
        callers.close();
      }
      services.forEach(BalancedService::close);
      preconnector.close();
      httpChecks.close();
      hedgeThreads.close();
    }
  }

  /**
   * Closes as {@link #close()} does, then waits for the calls in progress to complete, and cancels
   * those that have not completed within {@code gracePeriod}. A call is in progress until its
   * response body is closed. If the calling thread is interrupted, the wait stops at once, and the
   * thread stays interrupted.
   *
   * @throws IllegalArgumentException if {@code gracePeriod} is negative; in this case, nothing is
   *     closed
   */
  public void close(Duration gracePeriod) {
    Check.notNull(gracePeriod, "gracePeriod", "a Duration");
    if (gracePeriod.isNegative()) {
      throw new IllegalArgumentException(
          "gracePeriod must be 0 s or more, but was " + Durations.text(gracePeriod));
    }
    close();
    running.endWithin(gracePeriod);
  }

  /** Builds an {@link OkHttpLoadBalancing}. Not thread-safe. */
  public static final class Builder {
    private final Map<ServiceUrl, ServiceBuilder> services = new LinkedHashMap<>();

    /** The service that each base URL belongs to, aliases included. */
    private final Map<ServiceUrl, ServiceUrl> owners = new HashMap<>();

    private @Nullable ConnectionRecycling recycling;
    private @Nullable Integer maxConcurrentCalls;
    private final List<LoadBalancerListener> listeners = new ArrayList<>();
    private @Nullable Locality locality;
    private @Nullable EndpointSource callers;
    private Environment environment = Environment.REAL;

    private Builder() {}

    /**
     * Adds a service.
     *
     * @param baseUrl scheme, host and optionally port, as in the URLs of the requests, such as
     *     {@code http://orders.shop}. One host may have several services on different ports
     * @param options a function that sets at least the {@linkplain ServiceBuilder#endpoints
     *     endpoints}
     * @throws IllegalArgumentException if the URL is not a base URL or already has a service, or if
     *     an option is out of range; in this case, nothing is added
     */
    public Builder service(String baseUrl, Consumer<ServiceBuilder> options) {
      ServiceUrl url = ServiceUrl.parse(baseUrl);
      Check.notNull(
          options,
          "options of service " + url,
          "a function that sets them, such as service -> service.endpoints(...)");
      ServiceBuilder service = new ServiceBuilder(url);
      options.accept(service);
      service.validate();
      for (ServiceUrl each : service.urls()) {
        ServiceUrl owner = owners.get(each);
        if (owner != null) {
          throw new IllegalArgumentException(
              "service "
                  + url
                  + " must have base URLs of its own, but "
                  + each
                  + " is of service "
                  + owner
                  + ", which was added before");
        }
      }
      service.urls().forEach(each -> owners.put(each, url));
      services.put(url, service);
      return this;
    }

    /**
     * Sets how many asynchronous calls the {@code Dispatcher} of each wrapped client may run at
     * once, both in total and to one host. OkHttp's defaults are 64 in total and 5 to one host, and
     * a service is one host however many pods it has. The dispatcher belongs to the client, so the
     * setting also affects other clients that share the dispatcher. By default, the dispatcher is
     * not changed. If the dispatcher holds back calls to a service when another call of the client
     * starts, a warning is logged once.
     *
     * @throws IllegalArgumentException if below 1
     */
    public Builder maxConcurrentCalls(int maxConcurrentCalls) {
      this.maxConcurrentCalls = Check.atLeast(1, maxConcurrentCalls, "maxConcurrentCalls");
      return this;
    }

    /** Recycles the connections to all endpoints, separately for each pod; off by default. */
    public Builder recycling(ConnectionRecycling recycling) {
      this.recycling =
          Check.notNull(recycling, "recycling", "a ConnectionRecycling; leave it out for none");
      return this;
    }

    /**
     * Keeps requests to all services near the caller, as far as the endpoints there can take them,
     * as {@link Locality} says; by default all endpoints are equally near. The endpoints must have
     * zones, as those from EndpointSlices do.
     */
    public Builder locality(Locality locality) {
      this.locality =
          Check.notNull(
              locality,
              "locality",
              "a Locality, such as Locality.zone(name); leave it out for none");
      return this;
    }

    /**
     * Sets where the {@linkplain io.github.evenkeel.LoadBalancer#setCallers callers} of the
     * services are: the endpoints of the service that this application is a part of. Their spread
     * over the zones decides how many requests stay in one. By default each zone counts as having
     * as many callers as another.
     *
     * @param callers a source that has no subscriber; is closed with the load balancer
     */
    public Builder callers(EndpointSource callers) {
      this.callers = Check.notNull(callers, "callers", "an EndpointSource; leave it out for none");
      return this;
    }

    /** Adds a listener to what the load balancers of all services decide; none by default. */
    public Builder listener(LoadBalancerListener listener) {
      listeners.add(Check.notNull(listener, "listener", "a LoadBalancerListener"));
      return this;
    }

    /** For tests: sets the time and randomness for everything that is built. */
    Builder environment(Environment environment) {
      this.environment = environment;
      return this;
    }

    /**
     * Returns the load balancer, and starts watching the endpoints of its services. Does not wait
     * for the endpoints; to wait, use {@link OkHttpLoadBalancing#awaitReady}.
     *
     * @throws IllegalStateException if no service was added, or if a service's endpoint source
     *     already has a subscriber or throws; in this case, sources that were already subscribed to
     *     are closed
     * @throws IllegalArgumentException if there are callers, but no locality
     */
    public OkHttpLoadBalancing build() {
      if (services.isEmpty()) {
        throw new IllegalStateException(
            "services of a load balancer must be at least 1, but are 0; add one with service(...)");
      }
      if (callers != null && locality == null) {
        throw new IllegalArgumentException(
            "callers need a locality to matter, but there is none; set locality, or leave callers"
                + " out");
      }
      WrappedClients clients = new WrappedClients();
      Shared shared =
          new Shared(
              new RunningCalls(),
              new Preconnector(clients, environment.scheduler()),
              new HttpChecks(clients, environment.nanoClock()),
              new HedgeThreads(),
              new Readiness(services.keySet()),
              listeners,
              locality,
              environment);
      List<BalancedService> built = new ArrayList<>();
      Map<ServiceUrl, BalancedService> byUrl = new LinkedHashMap<>();
      for (ServiceBuilder options : services.values()) {
        BalancedService service = options.build(shared);
        built.add(service);
        options.urls().forEach(url -> byUrl.put(url, service));
      }
      List<BalancedService> started = new ArrayList<>();
      Callers watched = callers == null ? null : new Callers(callers, List.copyOf(built));
      try {
        if (watched != null) {
          watched.start();
        }
        for (BalancedService service : built) {
          service.start();
          started.add(service);
        }
      } catch (Throwable e) {
        started.forEach(BalancedService::close);
        if (watched != null) {
          watched.close();
        }
        throw e;
      }
      return new OkHttpLoadBalancing(
          List.copyOf(built), Map.copyOf(byUrl), clients, shared, watched, this);
    }
  }
}
