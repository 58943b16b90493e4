/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.okhttp;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A log that keeps what is said in it, as its readers see it. */
public final class Warnings {
  private final List<String> all = new CopyOnWriteArrayList<>();
  private final Logger logger =
      (Logger)
          Proxy.newProxyInstance(
              Logger.class.getClassLoader(),
              new Class<?>[] {Logger.class},
              (proxy, method, arguments) -> {
                Object[] parameters =
                    arguments[1] instanceof Object[] array
                        ? array
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
                all.add(
                    MessageFormatter.arrayFormat((String) arguments[0], parameters).getMessage());
                return null;
              });

  public Logger logger() {
    return logger;
  }

  public List<String> all() {
    return all;
  }
}
