/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import static java.util.stream.Collectors.joining;

import io.github.evenkeel.Scheduler;
import io.github.evenkeel.discovery.EndpointSource;
import io.github.evenkeel.internal.option.Check;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;

/**
 * The endpoints that DNS tells of: the addresses of a name, or the targets of its SRV records.
 *
 * <pre>{@code
 * EndpointSource orders = DnsEndpoints.hosts("orders.shop.svc.cluster.local.", 8080).build();
 * }</pre>
 *
 * <p>For headless Services of Kubernetes, which needs no permission, for {@code tasks.<service>} of
 * Docker Swarm, for Consul, and for plain hosts. The name of a Service that is not headless has one
 * virtual address, over which nothing can be balanced.
 *
 * <p>A name is asked for again when its time to live is over, within {@linkplain Builder#refresh
 * bounds}. While there is no answer, the last known endpoints stay in use, however long that is. An
 * answer that says that there are none, NXDOMAIN or one without records, is believed when all
 * answers have said so {@linkplain Builder#keepLast for a while}. Either is told to the listener
 * once in an outage.
 *
 * <p>The name servers, search domains and {@code ndots} are those of {@code resolv.conf}, or what
 * the system has instead. dnsjava reads them once in a process, unless {@link
 * ResolverConfig#refresh} is called before a source is built. The file of hosts is not read. A name
 * that ends with a dot is asked for as it is. Answers come from dnsjava, so the JVM's cache of
 * addresses ({@code networkaddress.cache.ttl}) is not involved. An answer that is truncated is
 * asked for again over TCP.
 *
 * <p>No thread waits for an answer. The listener is called on threads of {@link
 * java.util.concurrent.ForkJoinPool#commonPool} or of the scheduler.
 */
public final class DnsEndpoints {
  private static final Duration SHORTEST_REFRESH = Duration.ofMillis(100);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int TRIES = 2;

  /** How late dnsjava may notice that a time is over. */
  private static final Duration GRANULARITY = Duration.ofSeconds(1);

  private DnsEndpoints() {}

  /**
   * Returns a builder of a source of the addresses of a name (A or AAAA records).
   *
   * @param name such as {@code orders.shop.svc.cluster.local.}; the search domains apply unless it
   *     ends with a dot
   * @param port of every address: 1 to 65535
   * @throws IllegalArgumentException if the name is not one of DNS, or the port is out of range
   */
  public static Builder hosts(String name, int port) {
    Name parsed = parse(name);
    Check.within(1, 65535, port, "port of the DNS name " + name);
    return new Builder(addresses -> new HostQuestion(addresses, parsed, port));
  }

  /**
   * Returns a builder of a source of the targets of a name's SRV records (RFC 2782), with their
   * ports and weights. Those of the best priority that has addresses are used. If their weights are
   * equal, each is 1; beside others, weight 0 is 0.01. The addresses of a target share its weight.
   *
   * @param name such as {@code _http._tcp.orders.shop.svc.cluster.local.}; the search domains apply
   *     unless it ends with a dot
   * @throws IllegalArgumentException if the name is not one of DNS
   */
  public static Builder srv(String name) {
    Name parsed = parse(name);
    return new Builder(addresses -> new SrvQuestion(addresses, parsed));
  }

  private static final Pattern LABELS =
      Pattern.compile("([a-zA-Z0-9_]([-a-zA-Z0-9_]{0,61}[a-zA-Z0-9_])?\\.)*");
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

  private static Name parse(String name) {
    Check.notNull(name, "DNS name", "a host name, such as orders.shop.svc.cluster.local.");
    String dotted = name.endsWith(".") ? name : name + ".";
    try {
      if (dotted.length() > 1
          && LABELS.matcher(dotted).matches()
          && !IPV4.matcher(name).matches()) {
        return Name.fromString(name);
      }
    } catch (TextParseException e) {
      // Too long: refused below.
    }
    throw new IllegalArgumentException(
        "DNS name must be labels of letters, digits, - and _ with dots between them, of at most 63"
            + " characters each and 253 in all, such as orders.shop.svc.cluster.local., but was \""
            + name
            + "\"; an address needs no DNS: use StaticEndpoints");
  }

  /** Builds a source. For one thread. */
  public static final class Builder {
    private final Function<AddressLookup, Question> question;
    private AddressFamily family = AddressFamily.PREFER_IPV4;
    private @Nullable List<InetSocketAddress> servers;
    private @Nullable List<Name> search;
    private int ndots;
    private Duration timeout = Duration.ofSeconds(2);

    // For the source.
    Duration minRefresh = Duration.ofSeconds(1);
    Duration maxRefresh = Duration.ofSeconds(30);
    Duration keepLast = Duration.ofMinutes(5);
    Scheduler scheduler = Scheduler.shared();
    Supplier<? extends RandomGenerator> random = ThreadLocalRandom::current;

    private Builder(Function<AddressLookup, Question> question) {
      this.question = question;
    }

    /** Which addresses are used; {@link AddressFamily#PREFER_IPV4} by default. */
    public Builder addressFamily(AddressFamily family) {
      this.family = Check.notNull(family, "addressFamily", "an AddressFamily");
      return this;
    }

    /**
     * Bounds for how often to ask; from 1 s to 30 s by default. Within them the time to live of the
     * answer counts, plus up to a tenth of it at random, so that clients do not ask all at once.
     * The upper one matters where answers live for longer than they are true, such as the 600 s of
     * Docker Swarm. Without a usable answer, the pause doubles from {@code min} to {@code max} with
     * each attempt; a half to the whole of it is waited, at random.
     *
     * @param min 100 ms to 1 day
     * @param max {@code min} to 1 day
     * @throws IllegalArgumentException if out of range
     */
    public Builder refresh(Duration min, Duration max) {
      Check.within(SHORTEST_REFRESH, DAY, min, "the shorter time of refresh");
      Check.within(min, DAY, max, "the longer time of refresh");
      this.minRefresh = min;
      this.maxRefresh = max;
      return this;
    }

    /**
     * For how long DNS must say that the name does not exist, or has no records, until this is
     * believed and the list is empty; 5 minutes by default. A time without an answer, or with an
     * error such as SERVFAIL, does not count, and begins the time anew.
     *
     * <p>Name servers that restart or have lost touch with their source say so of names that do
     * exist, and to send no requests is worse than to send them to hosts that are gone. But not for
     * ever: someone else may get their addresses.
     *
     * @param grace above 0, at most 1 day
     * @throws IllegalArgumentException if out of range
     */
    public Builder keepLast(Duration grace) {
      this.keepLast = Check.positive(DAY, grace, "keepLast");
      return this;
    }

    /**
     * How long to wait for the answer of a name server; 2 s by default. dnsjava looks once a
     * second, so it may be up to 1 s longer. Each server is asked twice at most, in turn.
     *
     * @param timeout 100 ms to 10 s
     * @throws IllegalArgumentException if out of range
     */
    public Builder timeout(Duration timeout) {
      this.timeout =
          Check.within(SHORTEST_REFRESH, Duration.ofSeconds(10), timeout, "timeout of DNS");
      return this;
    }

    /**
     * The name servers to ask, in order; by default those of the system. For servers of certain
     * names, such as Consul's at port 8600.
     *
     * @param servers at least one, resolved
     * @throws IllegalArgumentException if there is none, or one is not resolved
     */
    public Builder nameServers(InetSocketAddress... servers) {
      Check.notNull(servers, "nameServers", "addresses of name servers");
      List<InetSocketAddress> all =
          Check.noNulls(Arrays.asList(servers), "nameServers", "the address of a name server");
      if (all.isEmpty() || all.stream().anyMatch(InetSocketAddress::isUnresolved)) {
        throw new IllegalArgumentException(
            "nameServers must be at least one resolved address, but were " + all);
      }
      this.servers = List.copyOf(all);
      return this;
    }

    /** Instead of the system's. */
    Builder search(List<Name> domains, int dots) {
      this.search = List.copyOf(domains);
      this.ndots = dots;
      return this;
    }

    /** When to ask; {@link Scheduler#shared} by default. */
    public Builder scheduler(Scheduler scheduler) {
      this.scheduler = Check.notNull(scheduler, "scheduler of DNS", "a Scheduler");
      return this;
    }

    /** Where randomness comes from; {@link ThreadLocalRandom} by default. */
    public Builder random(Supplier<? extends RandomGenerator> random) {
      this.random =
          Check.notNull(
              random,
              "random of DNS",
              "a source of generators, such as ThreadLocalRandom::current");
      return this;
    }

    /** Returns the source, which does nothing before it is subscribed to. */
    public EndpointSource build() {
      // Not a new one: its providers are shared, and not safe for several threads.
      ResolverConfig system = ResolverConfig.getCurrentConfig();
      List<InetSocketAddress> all = servers == null ? system.servers() : servers;
      NameLookup names =
          search == null
              ? new NameLookup(resolver(all), List.copyOf(system.searchPath()), system.ndots())
              : new NameLookup(resolver(all), search, ndots);
      String described =
          all.stream()
              .map(InetSocketAddress::toString)
              .map(each -> each.substring(each.indexOf('/') + 1))
              .collect(joining(", ", "name server ", ""));
      return new DnsSource(question.apply(new AddressLookup(names, family)), described, this);
    }

    private Resolver resolver(List<InetSocketAddress> all) {
      List<Resolver> resolvers = new ArrayList<>();
      for (InetSocketAddress each : all) {
        SimpleResolver resolver = new SimpleResolver(each);
        resolver.setTimeout(timeout);
        resolvers.add(resolver);
      }
      ExtendedResolver extended = new ExtendedResolver(resolvers);
      extended.setRetries(TRIES);
      extended.setTimeout(timeout.plus(GRANULARITY).multipliedBy((long) TRIES * all.size()));
      return extended;
    }
  }
}
