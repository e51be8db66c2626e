package dev.plumbline.samples;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A plain deflate compressor (RFC 1951): one block, fixed codes, greedy matches. */
final class Deflate {

  private static final int WINDOW = 32 * 1024;
  private static final int MIN_MATCH = 3;
  private static final int MAX_MATCH = 258;
  private static final int CANDIDATES = 64;
  private static final int HASH_BITS = 15;
  private static final int END_OF_BLOCK = 256;

  private static final int[] LENGTH_BASE = new int[29];
  private static final int[] LENGTH_BITS = new int[29];
  private static final int[] DISTANCE_BASE = new int[30];
  private static final int[] DISTANCE_BITS = new int[30];

  static {
    // RFC 1951 section 3.2.5: the extra bits grow by one every four (two) codes.
    for (int code = 0, base = 3; code < 28; code++) {
      LENGTH_BITS[code] = Math.max(0, code / 4 - 1);
      LENGTH_BASE[code] = base;
      base += 1 << LENGTH_BITS[code];
    }
    LENGTH_BASE[28] = MAX_MATCH;
    for (int code = 0, base = 1; code < 30; code++) {
      DISTANCE_BITS[code] = Math.max(0, code / 2 - 1);
      DISTANCE_BASE[code] = base;
      base += 1 << DISTANCE_BITS[code];
    }
  }

  private final byte[] in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final int[] newest = new int[1 << HASH_BITS];
  private final int[] before;
  private long bits;
  private int bitCount;

  private Deflate(byte[] in) {
    this.in = in;
    this.before = new int[in.length];
    Arrays.fill(newest, -1);
  }

  static byte[] compress(byte[] content) {
    return new Deflate(content).run();
  }

  private byte[] run() {
    write(1, 1); // the last block
    write(1, 2); // fixed codes
    int at = 0;
    while (at < in.length) {
      int length = 0;
      int start = -1;
      int candidate = at + MIN_MATCH <= in.length ? newest[hash(at)] : -1;
      for (int i = 0; i < CANDIDATES && candidate >= 0 && at - candidate <= WINDOW; i++) {
        int match = matchLength(candidate, at);
        if (match > length) {
          length = match;
          start = candidate;
        }
        candidate = before[candidate];
      }
      if (length < MIN_MATCH) {
        length = 1;
        symbol(in[at] & 0xff);
      } else {
        match(length, at - start);
      }
      for (int end = at + length; at < end; at++) {
        remember(at);
      }
    }
    symbol(END_OF_BLOCK);
    write(0, (8 - bitCount % 8) % 8);
    return out.toByteArray();
  }

  private void remember(int at) {
    if (at + MIN_MATCH <= in.length) {
      before[at] = newest[hash(at)];
      newest[hash(at)] = at;
    }
  }

  private int hash(int at) {
    int three = (in[at] & 0xff) << 16 | (in[at + 1] & 0xff) << 8 | (in[at + 2] & 0xff);
    return (three * 0x9E3779B1) >>> (32 - HASH_BITS);
  }

  private int matchLength(int a, int b) {
    int max = Math.min(MAX_MATCH, in.length - b);
    int length = 0;
    while (length < max && in[a + length] == in[b + length]) {
      length++;
    }
    return length;
  }

  private void match(int length, int distance) {
    int code = length == MAX_MATCH ? 28 : lastNotAbove(LENGTH_BASE, 28, length);
    symbol(257 + code);
    write(length - LENGTH_BASE[code], LENGTH_BITS[code]);
    int far = lastNotAbove(DISTANCE_BASE, 30, distance);
    writeReversed(far, 5);
    write(distance - DISTANCE_BASE[far], DISTANCE_BITS[far]);
  }

  private static int lastNotAbove(int[] bases, int count, int value) {
    int code = count - 1;
    while (bases[code] > value) {
      code--;
    }
    return code;
  }

  /** RFC 1951 section 3.2.6. */
  private void symbol(int symbol) {
    if (symbol < 144) {
      writeReversed(0x30 + symbol, 8);
    } else if (symbol < 256) {
      writeReversed(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
      writeReversed(symbol - 256, 7);
    } else {
      writeReversed(0xc0 + symbol - 280, 8);
    }
  }

  private void writeReversed(int code, int count) {
    write(Integer.reverse(code) >>> (32 - count), count);
  }

  private void write(int value, int count) {
    bits |= (long) value << bitCount;
    bitCount += count;
    while (bitCount >= 8) {
      out.write((int) (bits & 0xff));
      bits >>>= 8;
      bitCount -= 8;
    }
  }
}
