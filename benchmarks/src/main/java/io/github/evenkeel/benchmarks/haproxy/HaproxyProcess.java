/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.benchmarks.haproxy;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * An HAProxy that runs as a child of this process, and ends with it at the latest. For one thread.
 */
final class HaproxyProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy)));
  }

  private final int port;
  private final Process process;
  private final Path directory;

  private HaproxyProcess(int port, Process process, Path directory) {
    this.port = port;
    this.process = process;
    this.directory = directory;
  }

  /** Starts one on a free port, and waits until it listens. */
  static HaproxyProcess start(IntFunction<HaproxyConfig> config)
      throws IOException, InterruptedException {
    int port = freePort();
    Path directory = Files.createTempDirectory("evenkeel-haproxy");
    Path file = Files.writeString(directory.resolve("haproxy.cfg"), config.apply(port).text());
    // -db: in the foreground, so that the process started is the one that serves.
    Process process = run(directory.resolve("log").toFile(), "-db", "-f", file.toString());
    HaproxyProcess started = new HaproxyProcess(port, process, directory);
    RUNNING.add(process);
    try {
      started.awaitListening();
    } catch (IOException | InterruptedException e) {
      started.close();
      throw e;
    }
    return started;
  }

  /**
   * What the installed HAProxy calls itself, such as {@code HAProxy version 2.6.12}.
   *
   * @throws IOException if there is none; the message says how to install it
   */
  static String version() throws IOException {
    Path log = Files.createTempFile("evenkeel-haproxy", ".log");
    try {
      run(log.toFile(), "-v").onExit().join();
      String[] words = Files.readString(log, StandardCharsets.UTF_8).split("\\s+", 4);
      return words[0] + " " + words[2];
    } finally {
      Files.delete(log);
    }
  }

  private static Process run(File log, String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = "haproxy";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    } catch (IOException e) {
      throw new IOException(
          "haproxy must be on the PATH, but was not found there. Install it, on Debian and Ubuntu"
              + " with: apt-get install haproxy (it goes to /usr/sbin)",
          e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, Pod.loopback())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - began < PATIENCE_NANOS) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(Pod.loopback(), port), 1000);
        return;
      } catch (IOException notYet) {
        Thread.sleep(10);
      }
    }
    throw new IOException(
        "HAProxy does not listen on port " + port + ": " + Files.readString(log()).strip());
  }

  int port() {
    return port;
  }

  private Path log() {
    return directory.resolve("log");
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS).join();
    RUNNING.remove(process);
    Files.deleteIfExists(log());
    Files.deleteIfExists(directory.resolve("haproxy.cfg"));
    Files.delete(directory);
  }
}
