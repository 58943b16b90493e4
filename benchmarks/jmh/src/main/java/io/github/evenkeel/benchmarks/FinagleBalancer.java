/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import com.twitter.finagle.Addresses;
import com.twitter.finagle.ClientConnection;
import com.twitter.finagle.NoBrokersAvailableException;
import com.twitter.finagle.Service;
import com.twitter.finagle.ServiceFactory;
import com.twitter.finagle.Stack;
import com.twitter.finagle.loadbalancer.Balancers;
import com.twitter.finagle.loadbalancer.EndpointFactory;
import com.twitter.finagle.loadbalancer.LazyEndpointFactory;
import com.twitter.finagle.loadbalancer.LoadBalancerFactory;
import com.twitter.finagle.param.Stats;
import com.twitter.finagle.stats.NullStatsReceiver;
import com.twitter.util.Activity;
import com.twitter.util.Await;
import com.twitter.util.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One of Finagle's balancers over endpoints whose sessions are there at once. A request begins when
 * a service is taken from the balancer and ends when it is closed, which gives it back.
 */
final class FinagleBalancer implements Balancer {
  private final ServiceFactory<Object, Object> balancer;

  private FinagleBalancer(LoadBalancerFactory factory, Fleet fleet) throws UnknownHostException {
    Service<Object, Object> service = Service.constant(Future.value(new Object()));
    List<EndpointFactory<Object, Object>> endpoints = new ArrayList<>();
    for (int i = 0; i < fleet.endpoints(); i++) {
      endpoints.add(
          new LazyEndpointFactory<>(
              () -> ServiceFactory.constant(service),
              Addresses.newInetAddress(
                  new InetSocketAddress(InetAddress.getByName(fleet.ip(i)), fleet.port()))));
    }
    this.balancer =
        factory.newBalancer(
            Activity.value(CollectionConverters.asScala(endpoints).toIndexedSeq()),
            new NoBrokersAvailableException("benchmark"),
            Stack.Params$.MODULE$.empty().$plus(new Stats(NullStatsReceiver.get()), Stats.param()));
  }

  static Balancer p2c(Fleet fleet) throws UnknownHostException {
    return new FinagleBalancer(Balancers.p2c(Balancers.p2c$default$1()), fleet);
  }

  static Balancer p2cPeakEwma(Fleet fleet) throws UnknownHostException {
    return new FinagleBalancer(
        Balancers.p2cPeakEwma(Balancers.p2cPeakEwma$default$1(), Balancers.p2cPeakEwma$default$2()),
        fleet);
  }

  static Balancer heap(Fleet fleet) throws UnknownHostException {
    return new FinagleBalancer(Balancers.heap(Balancers.heap$default$1()), fleet);
  }

  static Balancer roundRobin(Fleet fleet) throws UnknownHostException {
    return new FinagleBalancer(Balancers.roundRobin(), fleet);
  }

  @Override
  public Object begin(int turn) throws Exception {
    return Await.result(balancer.apply(ClientConnection.nil()));
  }

  @Override
  public void end(Object request) {
    ((Service<?, ?>) request).close();
  }
}
