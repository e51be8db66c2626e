package dev.plumbline.resolver;

import dev.plumbline.dns.DomainName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Domain names to and from dnsjava's. */
final class Names {

  private Names() {}

  /** The same name in wire form, so that no character has a meaning of its own. */
  static Name toWire(DomainName name) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (String label : name.labels()) {
      wire.write(label.length());
      wire.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
    }
    wire.write(0);
    try {
      return new Name(wire.toByteArray());
    } catch (IOException e) {
      throw new AssertionError("A domain name always has a wire form: " + name, e);
    }
  }

  /** Empty if a label holds a dot, which a {@link DomainName} cannot. */
  static Optional<DomainName> fromWire(Name name) {
    if (name.equals(Name.root)) {
      return Optional.of(DomainName.ROOT);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.labels() - 1; i++) {
      byte[] label = name.getLabel(i); // its first octet is the length
      String octets = new String(label, 1, label.length - 1, StandardCharsets.ISO_8859_1);
      if (octets.indexOf('.') >= 0) {
        return Optional.empty();
      }
      text.append(i == 0 ? "" : ".").append(octets);
    }
    return DomainName.parse(text.toString());
  }
}
