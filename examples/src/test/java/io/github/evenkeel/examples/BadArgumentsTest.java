/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.evenkeel.Algorithms;
import io.github.evenkeel.Candidates;
import io.github.evenkeel.ConcurrencyLimit;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.EndpointAttachment;
import io.github.evenkeel.EndpointStatistics;
import io.github.evenkeel.EndpointSubset;
import io.github.evenkeel.FailurePercentage;
import io.github.evenkeel.HashAlgorithm;
import io.github.evenkeel.HealthCheck;
import io.github.evenkeel.HealthProbe;
import io.github.evenkeel.Lease;
import io.github.evenkeel.LoadBalancer;
import io.github.evenkeel.Locality;
import io.github.evenkeel.MedianLatency;
import io.github.evenkeel.Outcome;
import io.github.evenkeel.OutlierDetection;
import io.github.evenkeel.Picker;
import io.github.evenkeel.RequestContext;
import io.github.evenkeel.RequestQueue;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.SlowStart;
import io.github.evenkeel.Subsets;
import io.github.evenkeel.SuccessRate;
import io.github.evenkeel.TcpProbe;
import io.github.evenkeel.balancer.LoadBalancerBuilder;
import io.github.evenkeel.discovery.AbstractEndpointSource;
import io.github.evenkeel.discovery.EndpointListener;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.discovery.FileEndpoints;
import io.github.evenkeel.discovery.StaticEndpoints;
import io.github.evenkeel.dns.DnsEndpoints;
import io.github.evenkeel.kubernetes.KubernetesEndpointSource;
import io.github.evenkeel.kubernetes.KubernetesEndpoints;
import io.github.evenkeel.observe.LoadBalancerListener;
import io.github.evenkeel.okhttp.ConnectionRecycling;
import io.github.evenkeel.okhttp.HttpProbe;
import io.github.evenkeel.okhttp.OkHttpLoadBalancing;
import io.github.evenkeel.okhttp.OutcomeClassifier;
import io.github.evenkeel.okhttp.Preconnect;
import io.github.evenkeel.okhttp.Retries;
import io.github.evenkeel.okhttp.ServiceBuilder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Hands every constructor, factory and builder method of the public API null, and numbers and times
 * from one end of what there is to the other. Each is accepted, or refused in words.
 */
@SuppressWarnings("NullAway") // Null is what it is about.
class BadArgumentsTest {
  private static final List<Object> INTS =
      List.of(Integer.MIN_VALUE, -1, 0, 1, 65_536, Integer.MAX_VALUE);
  private static final List<Object> LONGS = List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE);
  private static final List<Object> DOUBLES =
      List.of(
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          -Double.MAX_VALUE,
          -1.0,
          -0.0,
          0.0,
          Double.MIN_VALUE,
          0.2,
          1.0,
          125.0,
          Double.MAX_VALUE,
          Double.POSITIVE_INFINITY);
  private static final List<Object> DURATIONS =
      List.of(
          Duration.ofSeconds(Long.MIN_VALUE),
          Duration.ofNanos(-1),
          Duration.ZERO,
          Duration.ofNanos(1),
          Duration.ofDays(400_000),
          Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
  private static final List<Object> STRINGS = List.of("", " ", "\0", "ä", "*", "http://a:99999");

  private static KubernetesClient kubernetes;
  private static OkHttpLoadBalancing balancing;

  @BeforeAll
  static void start() {
    kubernetes =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1").build())
            .build();
    balancing =
        OkHttpLoadBalancing.builder()
            .service("http://orders.shop", s -> s.endpoints(StaticEndpoints.of("127.0.0.1:1")))
            .build();
  }

  @AfterAll
  static void stop() {
    balancing.close();
    kubernetes.close();
  }

  /** Where instance methods are called; made anew for each call, as a builder remembers. */
  private static final Map<Class<?>, Supplier<Object>> INSTANCES = new HashMap<>();

  static {
    INSTANCES.put(Endpoint.Builder.class, () -> Endpoint.builder("10.1.2.3:8080"));
    INSTANCES.put(
        EndpointStatistics.Builder.class,
        () -> EndpointStatistics.builder(Endpoint.of("10.1.2.3:8080")));
    INSTANCES.put(RequestContext.class, RequestContext::empty);
    INSTANCES.put(Locality.class, () -> Locality.zone("a"));
    INSTANCES.put(EndpointSubset.class, () -> EndpointSubset.where("version", "v1"));
    INSTANCES.put(Subsets.class, () -> Subsets.defaults());
    INSTANCES.put(Subsets.Builder.class, () -> Subsets.builder());
    INSTANCES.put(SlowStart.class, () -> SlowStart.builder(Duration.ofSeconds(9)).build());
    INSTANCES.put(SlowStart.Builder.class, () -> SlowStart.builder(Duration.ofSeconds(9)));
    INSTANCES.put(ConcurrencyLimit.Adaptive.Builder.class, ConcurrencyLimit::adaptive);
    INSTANCES.put(RequestQueue.Builder.class, RequestQueue::builder);
    INSTANCES.put(HashAlgorithm.class, Algorithms::maglev);
    INSTANCES.put(OutlierDetection.class, OutlierDetection::defaults);
    INSTANCES.put(OutlierDetection.Builder.class, OutlierDetection::builder);
    INSTANCES.put(SuccessRate.class, SuccessRate::defaults);
    INSTANCES.put(FailurePercentage.class, FailurePercentage::defaults);
    INSTANCES.put(MedianLatency.class, () -> MedianLatency.above(3));
    INSTANCES.put(HealthCheck.Builder.class, HealthCheck::builder);
    INSTANCES.put(TcpProbe.class, TcpProbe::new);
    INSTANCES.put(HttpProbe.Builder.class, () -> HttpProbe.builder("/healthz"));
    INSTANCES.put(LoadBalancerBuilder.class, () -> new LoadBalancerBuilder("orders"));
    INSTANCES.put(EndpointSource.class, () -> StaticEndpoints.of("127.0.0.1:1"));
    INSTANCES.put(FileEndpoints.Builder.class, () -> FileEndpoints.builder(Path.of("orders")));
    INSTANCES.put(StaticEndpoints.class, () -> StaticEndpoints.of("127.0.0.1:1"));
    INSTANCES.put(KubernetesEndpoints.Builder.class, () -> KubernetesEndpoints.slices(kubernetes));
    INSTANCES.put(DnsEndpoints.Builder.class, () -> DnsEndpoints.hosts("orders.shop", 8080));
    INSTANCES.put(OkHttpLoadBalancing.class, () -> balancing);
    INSTANCES.put(OkHttpLoadBalancing.Builder.class, OkHttpLoadBalancing::builder);
    INSTANCES.put(ServiceBuilder.class, BadArgumentsTest::serviceBuilder);
    INSTANCES.put(Retries.Builder.class, Retries::builder);
    INSTANCES.put(ConnectionRecycling.Builder.class, ConnectionRecycling::builder);
    INSTANCES.put(
        ConnectionRecycling.class,
        () -> ConnectionRecycling.builder().maxRequestsPerConnection(1).build());
    INSTANCES.put(Preconnect.Builder.class, () -> Preconnect.builder("/healthz"));
  }

  /** What users implement, or get from a load balancer and do not build. */
  private static final List<Class<?>> CALLED_OTHERWISE =
      List.of(
          Candidates.class,
          EndpointAttachment.class,
          HealthProbe.class,
          Lease.class,
          LoadBalancer.class,
          Picker.class,
          Scheduler.class,
          AbstractEndpointSource.class,
          EndpointListener.class,
          KubernetesEndpointSource.class,
          LoadBalancerListener.class,
          OutcomeClassifier.class);

  private static ServiceBuilder serviceBuilder() {
    ServiceBuilder[] builder = new ServiceBuilder[1];
    OkHttpLoadBalancing.builder()
        .service(
            "http://orders.shop",
            service -> {
              service.endpoints(StaticEndpoints.of("127.0.0.1:1"));
              builder[0] = service;
            });
    return builder[0];
  }

  @Test
  void nullIsRefusedByName() {
    List<String> faults = new ArrayList<>();
    for (Executable each : executables()) {
      for (int i = 0; i < each.getParameterCount(); i++) {
        Parameter parameter = each.getParameters()[i];
        if (!parameter.getType().isPrimitive() && !acceptsNull(parameter)) {
          Object[] arguments = ordinary(each);
          arguments[i] = null;
          Throwable thrown = call(each, arguments);
          if (!(thrown instanceof NullPointerException)
              || !String.valueOf(thrown.getMessage()).contains(" must be ")
              || !String.valueOf(thrown.getMessage()).contains("but was null")) {
            faults.add(each + ", parameter " + i + ": " + thrown);
          }
        }
      }
    }
    assertEquals(List.of(), faults);
  }

  @Test
  void everyNumberAndTimeIsAcceptedOrRefusedInWords() {
    List<String> faults = new ArrayList<>();
    int calls = 0;
    for (Executable each : executables()) {
      for (int i = 0; i < each.getParameterCount(); i++) {
        for (Object value : extremes(each.getParameterTypes()[i])) {
          Object[] arguments = ordinary(each);
          arguments[i] = value;
          Throwable thrown = call(each, arguments);
          calls++;
          boolean isRefusal =
              thrown instanceof IllegalArgumentException
                  && String.valueOf(thrown.getMessage()).contains(" must ");
          boolean isAboutAnother =
              thrown instanceof NullPointerException && Arrays.asList(arguments).contains(null);
          if (thrown != null && !isRefusal && !isAboutAnother) {
            faults.add(each + " of " + value + ": " + thrown);
          }
        }
      }
    }
    assertEquals(List.of(), faults);
    assertTrue(calls > 200, () -> "too few to be all");
  }

  private static List<Object> extremes(Class<?> type) {
    if (type == int.class) {
      return INTS;
    }
    if (type == long.class) {
      return LONGS;
    }
    if (type == double.class) {
      return DOUBLES;
    }
    if (type == Duration.class) {
      return DURATIONS;
    }
    return type == String.class ? STRINGS : List.of();
  }

  private static List<Executable> executables() {
    List<Executable> all = new ArrayList<>();
    for (Class<?> type : PublicApi.types()) {
      if (CALLED_OTHERWISE.contains(type)) {
        continue;
      }
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (Modifier.isPublic(constructor.getModifiers())) {
          all.add(constructor);
        }
      }
      for (Method method : PublicApi.methods(type)) {
        // Closing would leave nothing to test.
        if (method.getParameterCount() > 0 && !method.getName().equals("close")) {
          all.add(method);
        }
      }
    }
    return all;
  }

  private static boolean acceptsNull(Parameter parameter) {
    return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Object[] ordinary(Executable executable) {
    return Arrays.stream(executable.getParameterTypes()).map(BadArgumentsTest::ordinary).toArray();
  }

  private static Object ordinary(Class<?> type) {
    if (type == int.class) {
      return 2;
    }
    if (type == long.class) {
      return 2L;
    }
    if (type == double.class) {
      return 2.0;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == String.class) {
      return "http://orders.shop";
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(1);
    }
    if (type == Outcome.class) {
      return Outcome.SUCCESS;
    }
    return type == HashAlgorithm.class ? Algorithms.maglev() : null;
  }

  private static @Nullable Throwable call(Executable executable, Object[] arguments) {
    try {
      if (executable instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else {
        Method method = (Method) executable;
        Object target = null;
        if (!Modifier.isStatic(method.getModifiers())) {
          Supplier<Object> instance = INSTANCES.get(method.getDeclaringClass());
          if (instance == null) {
            return new AssertionError("no instance to call it on; add one");
          }
          target = instance.get();
        }
        method.invoke(target, arguments);
      }
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return new AssertionError(e);
    }
  }
}
