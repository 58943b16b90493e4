/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ChannelLogger;
import io.grpc.ClientStreamTracer;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One of gRPC's policies, over subchannels that are ready as soon as they are asked to connect.
 * Where the picker hands out a tracer, the request's stream is created and closed under it, which
 * is how {@code least_request} counts.
 */
final class GrpcBalancer implements Balancer {
  private static final String KEY_HEADER = "x-affinity";
  private static final ClientStreamTracer.StreamInfo STREAM =
      ClientStreamTracer.StreamInfo.newBuilder().build();

  private final ReadyHelper helper = new ReadyHelper();
  private final Call[] calls;

  private GrpcBalancer(String policy, Map<String, ?> config, Fleet fleet) throws Exception {
    this.calls =
        IntStream.range(0, fleet.requests())
            .mapToObj(i -> new Call(fleet.keyed() ? fleet.key(i) : null))
            .toArray(Call[]::new);

    LoadBalancerProvider provider = LoadBalancerRegistry.getDefaultRegistry().getProvider(policy);
    if (provider == null) {
      throw new IllegalStateException("gRPC has no policy " + policy);
    }
    ConfigOrError parsed = provider.parseLoadBalancingPolicyConfig(config);
    LoadBalancer balancer = provider.newLoadBalancer(helper);
    LoadBalancer.ResolvedAddresses addresses =
        LoadBalancer.ResolvedAddresses.newBuilder()
            .setAddresses(addresses(fleet))
            .setLoadBalancingPolicyConfig(parsed.getConfig())
            .build();
    helper.control.execute(() -> balancer.acceptResolvedAddresses(addresses));
    if (fleet.keyed()) {
      // ring_hash connects to an endpoint when a request first falls to it.
      for (Call call : calls) {
        helper.picker().pickSubchannel(call);
      }
    }
  }

  static Balancer roundRobin(Fleet fleet) throws Exception {
    return new GrpcBalancer("round_robin", Map.of(), fleet);
  }

  static Balancer leastRequest(Fleet fleet) throws Exception {
    return new GrpcBalancer("least_request_experimental", Map.of(), fleet);
  }

  static Balancer ringHash(Fleet fleet) throws Exception {
    // Lets a policy outside of xDS name the header that holds the key.
    System.setProperty("GRPC_EXPERIMENTAL_RING_HASH_SET_REQUEST_HASH_KEY", "true");
    return new GrpcBalancer(
        "ring_hash_experimental", Map.of("requestHashHeader", KEY_HEADER), fleet);
  }

  private static List<EquivalentAddressGroup> addresses(Fleet fleet) throws UnknownHostException {
    List<EquivalentAddressGroup> addresses = new ArrayList<>();
    for (int i = 0; i < fleet.endpoints(); i++) {
      addresses.add(
          new EquivalentAddressGroup(
              new InetSocketAddress(InetAddress.getByName(fleet.ip(i)), fleet.port())));
    }
    return addresses;
  }

  @Override
  public Object begin(int turn) {
    Call call = calls[turn & (calls.length - 1)];
    LoadBalancer.PickResult pick = helper.picker().pickSubchannel(call);
    LoadBalancer.Subchannel subchannel = pick.getSubchannel();
    if (subchannel == null) {
      throw new IllegalStateException("no subchannel is ready: " + pick);
    }
    ClientStreamTracer.Factory tracers = pick.getStreamTracerFactory();
    if (tracers == null) {
      return subchannel;
    }
    ClientStreamTracer tracer = tracers.newClientStreamTracer(STREAM, call.headers);
    tracer.streamCreated(Attributes.EMPTY, call.headers);
    return tracer;
  }

  @Override
  public void end(Object request) {
    if (request instanceof ClientStreamTracer tracer) {
      tracer.streamClosed(Status.OK);
    }
  }

  private static final class Call extends LoadBalancer.PickSubchannelArgs {
    private static final MethodDescriptor<byte[], byte[]> METHOD =
        MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("benchmark/Call")
            .build();

    final Metadata headers = new Metadata();

    Call(@Nullable String key) {
      if (key != null) {
        headers.put(Metadata.Key.of(KEY_HEADER, Metadata.ASCII_STRING_MARSHALLER), key);
      }
    }

    @Override
    public CallOptions getCallOptions() {
      return CallOptions.DEFAULT;
    }

    @Override
    public Metadata getHeaders() {
      return headers;
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
      return METHOD;
    }
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    MARSHALLER;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }

  /** The channel, as a policy sees it: holds the latest picker. */
  private static final class ReadyHelper extends LoadBalancer.Helper {
    final SynchronizationContext control =
        new SynchronizationContext(
            (thread, e) -> {
              throw new IllegalStateException(e);
            });
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(0);
    private volatile LoadBalancer.@Nullable SubchannelPicker picker;

    LoadBalancer.SubchannelPicker picker() {
      LoadBalancer.SubchannelPicker picker = this.picker;
      if (picker == null) {
        throw new IllegalStateException("the policy has not made a picker");
      }
      return picker;
    }

    @Override
    public LoadBalancer.Subchannel createSubchannel(LoadBalancer.CreateSubchannelArgs args) {
      return new ReadySubchannel(args, control);
    }

    @Override
    public void updateBalancingState(
        ConnectivityState state, LoadBalancer.SubchannelPicker picker) {
      this.picker = picker;
    }

    @Override
    public SynchronizationContext getSynchronizationContext() {
      return control;
    }

    /** For health checks, which are asked for and not configured. */
    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
      return timer;
    }

    @Override
    public ChannelLogger getChannelLogger() {
      return new SilentLogger();
    }

    @Override
    public String getAuthority() {
      return "benchmark";
    }

    @Override
    public ManagedChannel createOobChannel(EquivalentAddressGroup group, String authority) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class SilentLogger extends ChannelLogger {
    @Override
    public void log(ChannelLogLevel level, String message) {}

    @Override
    public void log(ChannelLogLevel level, String format, Object... arguments) {}
  }

  private static final class ReadySubchannel extends LoadBalancer.Subchannel {
    private final LoadBalancer.CreateSubchannelArgs args;
    private final SynchronizationContext control;
    private LoadBalancer.@Nullable SubchannelStateListener listener;

    ReadySubchannel(LoadBalancer.CreateSubchannelArgs args, SynchronizationContext control) {
      this.args = args;
      this.control = control;
    }

    @Override
    public void start(LoadBalancer.SubchannelStateListener listener) {
      this.listener = listener;
    }

    @Override
    public void requestConnection() {
      LoadBalancer.SubchannelStateListener listener = this.listener;
      if (listener == null) {
        throw new IllegalStateException("not started");
      }
      control.execute(
          () -> {
            listener.onSubchannelState(
                ConnectivityStateInfo.forNonError(ConnectivityState.CONNECTING));
            listener.onSubchannelState(ConnectivityStateInfo.forNonError(ConnectivityState.READY));
          });
    }

    @Override
    public List<EquivalentAddressGroup> getAllAddresses() {
      return args.getAddresses();
    }

    @Override
    public Attributes getAttributes() {
      return args.getAttributes();
    }

    @Override
    public ChannelLogger getChannelLogger() {
      return new SilentLogger();
    }

    @Override
    public void shutdown() {}
  }
}
