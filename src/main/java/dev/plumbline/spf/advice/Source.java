package dev.plumbline.spf.advice;

import java.net.InetAddress;

/**
 * An IP address seen sending for a domain.
 *
 * @param messages how many, at least 0
 */
public record Source(InetAddress ip, long messages) {

  public Source {
    if (messages < 0) {
      throw new IllegalArgumentException("A source cannot have sent " + messages + " messages");
    }
  }
}
