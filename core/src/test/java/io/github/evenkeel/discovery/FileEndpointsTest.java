/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.BadInput;
import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEndpointsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @TempDir private Path folder;

  private final VirtualTime time = new VirtualTime();
  private final Heard heard = new Heard();
  private Path file;
  private FileEndpoints source;

  @BeforeEach
  void make() {
    file = folder.resolve("orders.endpoints");
    source = FileEndpoints.builder(file).scheduler(time).build();
  }

  @AfterEach
  void noCallsCollided() {
    assertEquals(0, heard.collisions());
  }

  private void write(String content) throws IOException {
    Files.writeString(file, content);
  }

  private void subscribed(String content) throws IOException {
    write(content);
    source.subscribe(heard);
    time.advance(Duration.ZERO);
  }

  /** Long enough for a change to be found, and to have settled. */
  private void look() {
    time.advance(INTERVAL.plusMillis(100));
  }

  private void expectError(String... parts) {
    assertEquals(1, heard.events().size(), heard.events().toString());
    for (String part : parts) {
      assertTrue(heard.events().get(0).contains(part), heard.events().toString());
    }
    heard.events().clear();
  }

  @Test
  void readsTheFileOnTheSchedulerAndNotOnTheThreadThatSubscribes() throws IOException {
    write("10.0.0.1:80\n10.0.0.2:80;weight=2\n");

    source.subscribe(heard);
    heard.expect();
    time.advance(Duration.ZERO);

    heard.expect("[1 2]");
  }

  @Test
  void followsTheFile() throws IOException {
    subscribed("10.0.0.1:80");
    heard.expect("[1]");

    write("10.0.0.1:80, 10.0.0.2:80");
    look();
    heard.expect("[1 2]");
    write("10.0.0.2:80, 10.0.0.1:80 # only the order");
    look();
    look();
    heard.expect();
  }

  @Test
  void comparesTheContentAndNotTheTimeOfTheFile() throws IOException {
    FileTime then = FileTime.fromMillis(1_000_000);
    write("10.0.0.1:80");
    Files.setLastModifiedTime(file, then);
    source.subscribe(heard);
    time.advance(Duration.ZERO);

    write("10.0.0.2:80");
    Files.setLastModifiedTime(file, then);
    look();

    heard.expect("[1]", "[2]");
  }

  /** As the kubelet updates a ConfigMap: the file is a link through a folder that is swapped. */
  @Test
  void followsAConfigMapWhoseLinkIsSwapped() throws IOException {
    Path one = Files.createDirectory(folder.resolve("..one")).resolve("orders.endpoints");
    Path two = Files.createDirectory(folder.resolve("..two")).resolve("orders.endpoints");
    Files.writeString(one, "10.0.0.1:80");
    Files.writeString(two, "10.0.0.2:80");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..one"));
    Files.createSymbolicLink(file, Path.of("..data", "orders.endpoints"));
    source.subscribe(heard);
    time.advance(Duration.ZERO);

    Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..two"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    look();

    heard.expect("[1]", "[2]");
  }

  @Test
  void aFileThatIsJustBeingWrittenIsNotBelieved() throws IOException {
    subscribed("10.0.0.1:80, 10.0.0.2:80");
    heard.expect("[1 2]");

    write("");
    time.advance(INTERVAL);
    write("10.0.0.3:8");
    time.advance(Duration.ofMillis(100));
    write("10.0.0.3:80");
    time.advance(Duration.ofMillis(100));
    heard.expect();
    time.advance(Duration.ofMillis(100));

    heard.expect("[3]");
  }

  /** A failed or empty answer does not wipe the endpoints (trap 29). */
  @Test
  void aBrokenFileKeepsTheLastListAndTellsTheLine() throws IOException {
    subscribed("10.0.0.1:80\n10.0.0.2:80");
    heard.expect("[1 2]");

    write("10.0.0.1:80\n10.0.0.2:80;wieght=2\n");
    look();
    expectError("line 2", "wieght=2", "weight=2", file.toString(), "(2) stay in use");
    look();
    heard.expect();

    write("10.0.0.3:80");
    look();
    heard.expect("[3]", "recovered");
  }

  @Test
  void anEmptyFileKeepsTheLastList() throws IOException {
    subscribed("10.0.0.1:80");
    heard.expect("[1]");

    write("# nothing left\n");
    look();
    expectError("has no endpoints", "weight 0");
  }

  @Test
  void aMissingFileKeepsTheLastListUntilItIsBack() throws IOException {
    subscribed("10.0.0.1:80");
    heard.expect("[1]");

    Files.delete(file);
    look();
    expectError("does not exist", "(1) stay in use");
    look();
    write("10.0.0.1:80");
    look();

    heard.expect("recovered");
  }

  @Test
  void aFileThatIsMissingAtFirstIsReadWhenItIsThere() throws IOException {
    source.subscribe(heard);
    time.advance(Duration.ZERO);
    expectError("does not exist", "no endpoints are known yet");

    write("10.0.0.1:80");
    look();

    heard.expect("[1]", "recovered");
  }

  @Test
  void whatCannotBeAFileOfEndpointsIsTold() throws IOException {
    FileEndpoints.builder(folder).scheduler(time).build().subscribe(heard);
    time.advance(Duration.ZERO);
    expectError("is not a file");

    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    source.subscribe(heard);
    time.advance(Duration.ZERO);
    expectError("is not UTF-8");

    Files.write(file, new byte[(1 << 20) + 1]);
    look();
    expectError("is larger than 1 MiB");
  }

  @Test
  void onlyAMissingFileMayAppearByItself() throws IOException {
    boolean[] permanent = {false};
    write("orders");
    source.subscribe(
        new EndpointListener() {
          @Override
          public void onEndpoints(List<io.github.evenkeel.Endpoint> endpoints) {}

          @Override
          public void onError(DiscoveryException problem) {
            permanent[0] = problem.isPermanent();
          }
        });
    time.advance(Duration.ZERO);
    assertTrue(permanent[0]);

    Files.delete(file);
    look();

    assertEquals(false, permanent[0]);
  }

  @Test
  void looksNoMoreAfterItIsClosed() throws IOException {
    subscribed("10.0.0.1:80");

    source.close();

    assertEquals(0, time.scheduled());
    assertThrows(IllegalStateException.class, () -> source.subscribe(heard));
  }

  @Test
  void mayBeClosedWithinACall() throws IOException {
    heard.reactingBy(source::close);

    subscribed("10.0.0.1:80");

    heard.expect("[1]");
    assertEquals(0, time.scheduled());
  }

  @Test
  void refusesBadIntervals() {
    for (Duration bad : List.of(Duration.ZERO, Duration.ofMillis(99), Duration.ofHours(2))) {
      BadInput.assertRefused(
          () -> FileEndpoints.builder(file).interval(bad), "interval", "from 100 ms to 1 h");
    }
  }

  @Test
  void looksAsOftenAsItIsTold() throws IOException {
    write("10.0.0.1:80");
    FileEndpoints.builder(file)
        .interval(Duration.ofMinutes(1))
        .scheduler(time)
        .build()
        .subscribe(heard);
    time.advance(Duration.ZERO);
    write("10.0.0.2:80");

    time.advance(Duration.ofSeconds(59));
    heard.expect("[1]");
    time.advance(Duration.ofMillis(1100));

    heard.expect("[2]");
  }
}
