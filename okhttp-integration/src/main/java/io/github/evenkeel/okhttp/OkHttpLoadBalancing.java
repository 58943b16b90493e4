/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.NoEndpointAvailableException;
import io.github.evenkeel.internal.option.Check;
import io.github.evenkeel.internal.option.Durations;
import io.github.evenkeel.okhttp.internal.Environment;
import io.github.evenkeel.okhttp.internal.OkHttpOnClassPath;
import io.github.evenkeel.okhttp.internal.call.BalancedService;
import io.github.evenkeel.okhttp.internal.call.BalancingInterceptor;
import io.github.evenkeel.okhttp.internal.call.Redirects;
import io.github.evenkeel.okhttp.internal.call.RouteGuard;
import io.github.evenkeel.okhttp.internal.call.RunningCalls;
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
 * <p>A wrapped client sends each request whose URL has the scheme, host and port of a service, or
 * of one of its {@linkplain ServiceBuilder#aliases aliases}, to an endpoint that is picked for it,
 * and all other requests as it did before. {@link #bypassedRequests()} tells of those that look
 * like a mistake. What one sees of a request stays logical: URL, Host header, certificate check,
 * cookies, redirects and cache are about the service and know nothing of endpoints. One pod's
 * connections carry that pod's requests and no others, also where HTTP/2 would coalesce them.
 *
 * <p>OkHttp's {@code Dispatcher} counts asynchronous calls by the service's host, over all its
 * endpoints: at its default, 5 run at once.
 *
 * <p>Safe for use by many threads. Make one for the life of the application; {@link #close()} ends
 * the watching of endpoints.
 */
public final class OkHttpLoadBalancing implements AutoCloseable {
  private final List<BalancedService> services;

  /** By each of their base URLs. */
  private final Map<ServiceUrl, BalancedService> servicesByUrl;

  private final LongAdder bypassed = new LongAdder();

  /** One for all clients, since those that are set up alike share connections. */
  private final @Nullable RecyclingInterceptor recycling;

  private final @Nullable Integer maxConcurrentCalls;
  private final RunningCalls running;
  private final WrappedClients clients;
  private final Readiness readiness;
  private final Preconnector preconnector;
  private final HedgeThreads hedgeThreads;
  private final Environment environment;
  private final boolean hedges;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OkHttpLoadBalancing(
      List<BalancedService> services,
      Map<ServiceUrl, BalancedService> servicesByUrl,
      RunningCalls running,
      WrappedClients clients,
      Readiness readiness,
      Preconnector preconnector,
      HedgeThreads hedgeThreads,
      Builder builder) {
    this.services = services;
    this.servicesByUrl = servicesByUrl;
    this.running = running;
    this.clients = clients;
    this.readiness = readiness;
    this.preconnector = preconnector;
    this.hedgeThreads = hedgeThreads;
    this.environment = builder.environment;
    this.hedges = builder.services.values().stream().anyMatch(ServiceBuilder::hedges);
    this.recycling =
        builder.recycling == null ? null : builder.recycling.newInterceptor(environment);
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
   * @throws IllegalArgumentException if it is wrapped already, by this or another load balancer, or
   *     by a {@link ConnectionRecycling} while this has one, too
   * @throws IllegalStateException if this is closed
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
            new DispatcherWatch(dispatcher, servicesByUrl.keySet(), environment.nanoClock()),
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

  /** Also of one from which some of our interceptors were taken. */
  private static boolean isWrapped(OkHttpClient client) {
    return Stream.concat(client.interceptors().stream(), client.networkInterceptors().stream())
        .anyMatch(
            interceptor ->
                interceptor instanceof BalancingInterceptor || interceptor instanceof RouteGuard);
  }

  /**
   * Waits until all services are {@linkplain #isReady() ready}. Before that, a request to a service
   * that is not fails with {@link NoEndpointAvailableException}, or goes to the virtual IP if the
   * service {@linkplain ServiceBuilder#whenNoEndpoints says so}.
   *
   * @param timeout how long to wait for all of them together; not at all if zero or less
   * @throws DiscoveryException if one is not ready in time, or, at once, if one cannot become so
   *     before somebody changes something, such as a permission that is missing; {@link
   *     DiscoveryException#isPermanent()} tells which. The message names all services that are not
   *     ready and, as far as it is known, says why and what to do. Discovery goes on: this may be
   *     called again
   * @throws IllegalStateException if this is closed, or is while the caller waits
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
   * Whether the first list of endpoints of every service has arrived. A list that is empty counts,
   * and is warned of: the service is known to have no endpoints, as when it is scaled to zero. What
   * is ready stays ready until this is closed, also while discovery fails, as the last known
   * endpoints stay in use.
   */
  public boolean isReady() {
    return readiness.isReady();
  }

  /**
   * Returns a stage that is complete when all services are {@linkplain #isReady() ready}. It fails
   * with a {@link DiscoveryException} as soon as one cannot become so before somebody changes
   * something, and with an {@link IllegalStateException} if this is closed; dependent stages get
   * either in a {@link java.util.concurrent.CompletionException}. It never times out. Discovery
   * goes on: another stage may succeed later.
   */
  public CompletionStage<Void> whenReady() {
    return readiness.whenReady().minimalCompletionStage();
  }

  /**
   * The base URLs of the services, without their aliases, in the order in which they were added.
   */
  public List<String> services() {
    return services.stream().map(BalancedService::toString).toList();
  }

  /**
   * What each endpoint of a service has served. A list of the moment.
   *
   * @param service the base URL that the service was added with, or one of its aliases
   * @throws IllegalArgumentException if it is not one of the services
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
   * How many requests of the wrapped clients looked as if they were meant for a service, and went
   * where their URL says, unbalanced: those whose host is a service's, or another of the names that
   * Kubernetes gives it ({@code orders}, {@code orders.shop}, {@code
   * orders.shop.svc.cluster.local}), while scheme, host and port together are none of its base
   * URLs. Each such URL is warned of once for each client. {@link ServiceBuilder#aliases} has the
   * service take them.
   */
  public long bypassedRequests() {
    return bypassed.sum();
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
      readiness.close();
      services.forEach(BalancedService::close);
      preconnector.close();
      hedgeThreads.close();
    }
  }

  /**
   * Closes as {@link #close()} does, waits for the calls under way to end, and cancels those that
   * have not when {@code gracePeriod} is over. A call is under way until its response body is
   * closed. If the calling thread is interrupted, the wait is over at once, and the thread stays
   * interrupted.
   *
   * @throws IllegalArgumentException if {@code gracePeriod} is negative; nothing is closed then
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

  /** Builds an {@link OkHttpLoadBalancing}. For one thread. */
  public static final class Builder {
    private final Map<ServiceUrl, ServiceBuilder> services = new LinkedHashMap<>();

    /** The service that each base URL belongs to, aliases included. */
    private final Map<ServiceUrl, ServiceUrl> owners = new HashMap<>();

    private @Nullable ConnectionRecycling recycling;
    private @Nullable Integer maxConcurrentCalls;
    private Environment environment = Environment.REAL;

    private Builder() {}

    /**
     * Adds a service.
     *
     * @param baseUrl scheme, host and perhaps port, as in the URLs of its requests, such as {@code
     *     http://orders.shop}. One host may have several services, on different ports
     * @param options sets at least the {@linkplain ServiceBuilder#endpoints endpoints}
     * @throws IllegalArgumentException if the URL is not a base URL or has a service already, or an
     *     option is out of range; nothing is added then
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
     * Lets the {@code Dispatcher} of each client that is wrapped run so many asynchronous calls at
     * once, in all and to one host. OkHttp's defaults are 64 and 5, and a service is one host
     * however many pods it has. The dispatcher is the client's, and so others' that share it. By
     * default it is left alone. If it holds calls to a service back when another call of the client
     * sets out, a warning is logged once.
     *
     * @throws IllegalArgumentException if below 1
     */
    public Builder maxConcurrentCalls(int maxConcurrentCalls) {
      this.maxConcurrentCalls = Check.atLeast(1, maxConcurrentCalls, "maxConcurrentCalls");
      return this;
    }

    /** Recycles the connections to all endpoints, each pod's on its own; off by default. */
    public Builder recycling(ConnectionRecycling recycling) {
      this.recycling =
          Check.notNull(recycling, "recycling", "a ConnectionRecycling; leave it out for none");
      return this;
    }

    /** For tests: time and randomness of everything that is built. */
    Builder environment(Environment environment) {
      this.environment = environment;
      return this;
    }

    /**
     * Returns the load balancer, and starts to watch the endpoints of its services. Does not wait
     * for them; {@link OkHttpLoadBalancing#awaitReady} does.
     *
     * @throws IllegalStateException if no service was added, or a service's source of endpoints has
     *     a subscriber already or breaks; sources that were subscribed to are closed then
     */
    public OkHttpLoadBalancing build() {
      if (services.isEmpty()) {
        throw new IllegalStateException(
            "services of a load balancer must be at least 1, but are 0; add one with service(...)");
      }
      RunningCalls running = new RunningCalls();
      WrappedClients clients = new WrappedClients();
      Preconnector preconnector = new Preconnector(clients, environment.scheduler());
      HedgeThreads hedgeThreads = new HedgeThreads();
      Readiness readiness = new Readiness(services.keySet());
      List<BalancedService> built = new ArrayList<>();
      Map<ServiceUrl, BalancedService> byUrl = new LinkedHashMap<>();
      for (ServiceBuilder options : services.values()) {
        BalancedService service =
            options.build(running, preconnector, hedgeThreads, readiness, environment);
        built.add(service);
        options.urls().forEach(url -> byUrl.put(url, service));
      }
      List<BalancedService> started = new ArrayList<>();
      try {
        for (BalancedService service : built) {
          service.start();
          started.add(service);
        }
      } catch (RuntimeException | Error e) {
        started.forEach(BalancedService::close);
        throw e;
      }
      return new OkHttpLoadBalancing(
          List.copyOf(built),
          Map.copyOf(byUrl),
          running,
          clients,
          readiness,
          preconnector,
          hedgeThreads,
          this);
    }
  }
}
