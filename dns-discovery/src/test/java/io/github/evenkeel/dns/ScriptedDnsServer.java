/*
 * Copyright 2026 The Evenkeel Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.evenkeel.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on a loopback port, over UDP and TCP, that answers as a test tells it. */
final class ScriptedDnsServer implements AutoCloseable {
  private static final int MAX_MESSAGE = 65_535;

  /** What the server does with a question. */
  @FunctionalInterface
  interface Reaction {
    /** The answer on the wire, or null for none. */
    byte @Nullable [] react(Message query, boolean overTcp);
  }

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final Map<String, Reaction> reactions = new ConcurrentHashMap<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();

  ScriptedDnsServer() throws IOException {
    Sockets sockets = Sockets.open();
    udp = sockets.udp;
    tcp = sockets.tcp;
    startThread(this::serveUdp);
    startThread(this::serveTcp);
  }

  /** Sockets of both kinds with one number. */
  private record Sockets(DatagramSocket udp, ServerSocket tcp) {

    static Sockets open() throws IOException {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      for (int tries = 0; ; tries++) {
        DatagramSocket udp = new DatagramSocket(0, loopback);
        try {
          return new Sockets(udp, new ServerSocket(udp.getLocalPort(), 50, loopback));
        } catch (BindException e) {
          udp.close();
          if (tries == 100) {
            throw e;
          }
        }
      }
    }
  }

  private static void startThread(Runnable work) {
    Thread thread = new Thread(work, "dns-server");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  /** What was asked, such as "A orders.shop. udp", in order. */
  List<String> questions() {
    return questions;
  }

  /** Answers with records in the format of zone files, such as "orders. 5 IN A 10.0.0.1". */
  void answer(String question, String... records) {
    react(
        question, (query, overTcp) -> response(query, Rcode.NOERROR, List.of(records), List.of()));
  }

  /** The same with records in the additional section. */
  void answerWith(List<String> additional, String question, String... records) {
    react(
        question, (query, overTcp) -> response(query, Rcode.NOERROR, List.of(records), additional));
  }

  void answerCode(String question, int code) {
    react(question, (query, overTcp) -> response(query, code, List.of(), List.of()));
  }

  /** Questions that nothing is said of are answered NXDOMAIN. */
  void react(String question, Reaction reaction) {
    reactions.put(question, reaction);
  }

  static byte[] response(Message query, int code, List<String> answers, List<String> additional) {
    Message response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setRcode(code);
    response.addRecord(query.getQuestion(), Section.QUESTION);
    answers.forEach(each -> response.addRecord(record(each), Section.ANSWER));
    additional.forEach(each -> response.addRecord(record(each), Section.ADDITIONAL));
    return response.toWire();
  }

  static byte[] truncated(Message query) {
    Message response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setFlag(Flags.TC);
    response.addRecord(query.getQuestion(), Section.QUESTION);
    return response.toWire();
  }

  private static Record record(String text) {
    String[] parts = text.split(" ", 5);
    try {
      return Record.fromString(
          Name.fromString(parts[0]),
          Type.value(parts[3]),
          DClass.IN,
          Long.parseLong(parts[1]),
          parts[4],
          Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private byte @Nullable [] respond(byte[] bytes, boolean overTcp) throws IOException {
    Message query = new Message(bytes);
    Record question = query.getQuestion();
    String asked = Type.string(question.getType()) + " " + question.getName();
    questions.add(asked + (overTcp ? " tcp" : " udp"));
    Reaction reaction = reactions.get(asked);
    return reaction == null
        ? response(query, Rcode.NXDOMAIN, List.of(), List.of())
        : reaction.react(query, overTcp);
  }

  private void serveUdp() {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_MESSAGE], MAX_MESSAGE);
    while (!udp.isClosed()) {
      try {
        packet.setLength(MAX_MESSAGE);
        udp.receive(packet);
        byte[] answer = respond(Arrays.copyOf(packet.getData(), packet.getLength()), false);
        if (answer != null) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // Closed, or not a question.
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        byte[] answer = respond(bytes, true);
        if (answer != null) {
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(answer.length);
          out.write(answer);
          out.flush();
        }
      } catch (IOException e) {
        // Closed, or not a question.
      }
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
