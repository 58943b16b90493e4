/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.evenkeel.DiscoveryException;
import io.github.evenkeel.Endpoint;
import io.github.evenkeel.Scheduler;
import io.github.evenkeel.Scheduler.Task;
import io.github.evenkeel.internal.option.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that a file lists, read again and again, so that a change of the file is a change
 * of the endpoints: a mounted ConfigMap, say, or a file that a deployment tool writes.
 *
 * <pre>
 * # the hosts of orders, separated by line breaks or commas
 * 10.0.0.1:8080
 * 10.0.0.2:8080;weight=2;zone=a;node=n1
 * </pre>
 *
 * <p>The file is UTF-8, at most 1 MiB, and has the format of {@link StaticEndpoints#parse}. Its
 * content is compared, not its time, so that a mount whose symbolic link is replaced is noticed. A
 * change counts when the file is the same 100 ms later, which spares those that are just being
 * written; to be sure, write another file and rename it.
 *
 * <p>A file that is missing, cannot be read, has a mistake, or has no endpoints changes nothing:
 * the last known endpoints stay in use, and the listener is told what is wrong, in which line.
 * Missing may pass; the rest is {@linkplain DiscoveryException#isPermanent() permanent}. To take
 * all endpoints out, give each the weight 0.
 *
 * <p>Reads on its scheduler's thread, never on that of {@link #subscribe} or {@link #close}. Give
 * it a scheduler of its own if the file is on a network file system that may hang.
 */
public final class FileEndpoints extends AbstractEndpointSource {
  private static final int MAX_BYTES = 1 << 20;
  private static final Duration SETTLING = Duration.ofMillis(100);

  private final Path file;
  private final Duration interval;
  private final Scheduler scheduler;

  // What follows is used by tasks that run one at a time.

  private @Nullable Task next;

  /** What counts, once the file was looked at. */
  private @Nullable Reading current;

  /** What was found last and does not count yet. */
  private @Nullable Reading unsettled;

  private int known;

  private FileEndpoints(Builder builder) {
    this.file = builder.file;
    this.interval = builder.interval;
    this.scheduler = builder.scheduler;
  }

  /**
   * Returns a source of the endpoints in a file, with the defaults.
   *
   * @param file need not exist yet
   */
  public static FileEndpoints of(Path file) {
    return builder(file).build();
  }

  /**
   * Returns a builder of a source of the endpoints in a file.
   *
   * @param file need not exist yet
   */
  public static Builder builder(Path file) {
    return new Builder(file);
  }

  /**
   * What is in the file, or why that cannot be told.
   *
   * @param text the content, or what is wrong
   */
  private record Reading(boolean succeeded, boolean mayPass, String text) {}

  @Override
  protected void start() {
    serially(() -> lookAfter(Duration.ZERO));
  }

  private void lookAfter(Duration pause) {
    next = scheduler.schedule(pause, () -> serially(this::look));
  }

  @Override
  protected void stop() {
    if (next != null) {
      next.cancel();
    }
  }

  private void look() {
    Duration pause = interval;
    try {
      Reading reading = read();
      boolean isChange = !reading.equals(current);
      if (isChange && current != null && !reading.equals(unsettled)) {
        unsettled = reading;
        pause = SETTLING;
      } else {
        unsettled = null;
        current = reading;
        if (isChange) {
          use(reading);
        }
      }
    } finally {
      lookAfter(pause);
    }
  }

  private Reading read() {
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        return failure(false, "is not a file");
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      return bytes.length > MAX_BYTES
          ? failure(false, "is larger than 1 MiB")
          : new Reading(true, true, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException e) {
      return failure(true, "does not exist");
    } catch (AccessDeniedException e) {
      return failure(false, "may not be read by this process");
    } catch (CharacterCodingException e) {
      return failure(false, "is not UTF-8");
    } catch (IOException | RuntimeException e) {
      return failure(true, "cannot be read: " + e);
    }
  }

  private static Reading failure(boolean mayPass, String wrong) {
    return new Reading(false, mayPass, wrong);
  }

  private void use(Reading reading) {
    if (!reading.succeeded()) {
      fail(problem(reading.text(), reading.mayPass(), null));
      return;
    }
    List<Endpoint> endpoints;
    try {
      endpoints = EndpointList.parse(reading.text());
    } catch (IllegalArgumentException e) {
      fail(problem("has a mistake in " + e.getMessage(), /* mayPass= */ false, e));
      return;
    }
    if (endpoints.isEmpty()) {
      fail(
          problem(
              "has no endpoints; to take endpoints out, give them the weight 0",
              /* mayPass= */ false,
              null));
      return;
    }
    known = endpoints.size();
    publish(endpoints);
  }

  private DiscoveryException problem(String wrong, boolean mayPass, @Nullable Throwable cause) {
    String message =
        "The file of endpoints "
            + file
            + " "
            + wrong
            + ". Correct it; it is read again when it changes, and "
            + (known == 0
                ? "no endpoints are known yet"
                : "the last known endpoints (" + known + ") stay in use");
    return mayPass
        ? DiscoveryException.temporary(message, cause)
        : DiscoveryException.permanent(message, cause);
  }

  @Override
  public String toString() {
    return "FileEndpoints[" + file + "]";
  }

  /** Builds a {@link FileEndpoints}. For one thread. */
  public static final class Builder {
    private final Path file;
    private Duration interval = Duration.ofSeconds(5);
    private Scheduler scheduler = Scheduler.shared();

    private Builder(Path file) {
      this.file = Check.notNull(file, "file of endpoints", "a Path");
    }

    /**
     * How often to look at the file; 5 s by default.
     *
     * @param interval from 100 ms to 1 h
     * @throws IllegalArgumentException if out of range
     */
    public Builder interval(Duration interval) {
      this.interval =
          Check.within(
              Duration.ofMillis(100),
              Duration.ofHours(1),
              interval,
              "interval of the file of endpoints " + file);
      return this;
    }

    /** Where to look at the file; {@link Scheduler#shared} by default. */
    public Builder scheduler(Scheduler scheduler) {
      this.scheduler =
          Check.notNull(scheduler, "scheduler of the file of endpoints " + file, "a Scheduler");
      return this;
    }

    /** Returns the source, which does nothing before it is subscribed to. */
    public FileEndpoints build() {
      return new FileEndpoints(this);
    }
  }
}
