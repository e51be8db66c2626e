package dev.plumbline.sender;

import dev.plumbline.dns.IpRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a file in MaxMind's format (version 2.0 of its specification): a binary tree of nodes with
 * two 32-bit records, 16 zero octets, the data, and the metadata behind a marker. Values are maps,
 * texts, and unsigned integers.
 */
final class MaxMindFile {

  private static final int[] NEW_NODE = {-1, -1};
  private static final byte[] MARKER = {
    (byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };
  private static final int MAP = 7;
  private static final int TEXT = 2;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int UINT64 = 9;
  private static final int ARRAY = 11;

  private final boolean ip6;
  private final List<int[]> nodes = new ArrayList<>(List.of(NEW_NODE.clone()));
  private final List<Integer> offsets = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  MaxMindFile(boolean ip6) {
    this.ip6 = ip6;
  }

  /** Gives a network a record; IPv4 networks are in ::/96 of a file with IPv6. */
  MaxMindFile put(String network, Map<String, Object> record) throws IOException {
    IpRange range = IpRange.parse(network).orElseThrow();
    byte[] octets = range.network().getAddress();
    int lead = ip6 && octets.length == 4 ? 96 : 0;
    int bits = lead + range.prefix();
    int node = 0;
    for (int i = 0; i < bits; i++) {
      int bit = i < lead ? 0 : (octets[(i - lead) / 8] >> (7 - (i - lead) % 8)) & 1;
      if (i == bits - 1) {
        // Below -1: a place in the data, told from nodes and from nothing.
        nodes.get(node)[bit] = -2 - offsets.size();
      } else {
        if (nodes.get(node)[bit] == -1) {
          nodes.add(NEW_NODE.clone());
          nodes.get(node)[bit] = nodes.size() - 1;
        }
        node = nodes.get(node)[bit];
      }
    }
    offsets.add(data.size());
    write(data, record);
    return this;
  }

  Path save(Path file, String type) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value =
            record >= 0
                ? record
                : record == -1 ? nodes.size() : nodes.size() + 16 + offsets.get(-2 - record);
        out.write(new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8)});
        out.write(value);
      }
    }
    out.write(new byte[16]);
    out.write(data.toByteArray());
    out.write(MARKER);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", 32);
    metadata.put("ip_version", ip6 ? 6 : 4);
    metadata.put("database_type", type);
    metadata.put("languages", List.of("en"));
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", new long[] {1_790_000_000L});
    metadata.put("description", Map.of("en", "Made by a test"));
    write(out, metadata);
    return Files.write(file, out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      control(out, MAP, map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(out, entry.getKey());
        write(out, entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      control(out, ARRAY, list.size());
      for (Object one : list) {
        write(out, one);
      }
    } else if (value instanceof String text) {
      byte[] octets = text.getBytes(StandardCharsets.UTF_8);
      control(out, TEXT, octets.length);
      out.write(octets);
    } else if (value instanceof Integer number) {
      integer(out, UINT16, number, 2);
    } else if (value instanceof Long number) {
      integer(out, UINT32, number, 4);
    } else if (value instanceof long[] number) {
      integer(out, UINT64, number[0], 8);
    } else {
      throw new IllegalArgumentException("No such type in this test: " + value);
    }
  }

  private static void integer(ByteArrayOutputStream out, int type, long number, int octets) {
    control(out, type, octets);
    for (int i = octets - 1; i >= 0; i--) {
      out.write((int) (number >> (8 * i)));
    }
  }

  /** Sizes from 29 to 284 take a second octet; types above 7 an octet of their own. */
  private static void control(ByteArrayOutputStream out, int type, int size) {
    int small = Math.min(size, 29);
    if (type <= MAP) {
      out.write((type << 5) | small);
    } else {
      out.write(small);
      out.write(type - MAP);
    }
    if (size >= 29) {
      out.write(size - 29);
    }
  }
}
