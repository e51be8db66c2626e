package dev.plumbline.resolver;

import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.Question;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SPFRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What records hold, as {@link dev.plumbline.dns.Question.Type} promises it: read once, when they
 * come.
 */
final class RecordValues {

  private RecordValues() {}

  /** The number of a type. */
  static int wire(Question.Type type) {
    return switch (type) {
      case TXT -> Type.TXT;
      case A -> Type.A;
      case AAAA -> Type.AAAA;
      case MX -> Type.MX;
      case SPF -> Type.SPF;
      case CNAME -> Type.CNAME;
      case PTR -> Type.PTR;
      case TLSA -> Type.TLSA;
    };
  }

  /** The values of records of one type; those a domain name cannot express are left out. */
  static List<?> of(List<Record> records) {
    List<?> values = records.stream().flatMap(record -> value(record).stream()).toList();
    if (!values.isEmpty() && values.get(0) instanceof MailExchange) {
      return values.stream().map(MailExchange.class::cast).sorted(BY_PREFERENCE).toList();
    }
    return values;
  }

  private static final Comparator<MailExchange> BY_PREFERENCE =
      Comparator.comparingInt(MailExchange::preference).thenComparing(MailExchange::exchange);

  private static Optional<?> value(Record record) {
    if (record instanceof TXTRecord txt) {
      return Optional.of(joined(txt.getStringsAsByteArrays()));
    }
    if (record instanceof SPFRecord spf) {
      return Optional.of(joined(spf.getStringsAsByteArrays()));
    }
    if (record instanceof ARecord a) {
      return Optional.of(a.getAddress());
    }
    if (record instanceof AAAARecord aaaa) {
      return Optional.of(aaaa.getAddress());
    }
    if (record instanceof MXRecord mx) {
      return Names.fromWire(mx.getTarget()).map(host -> new MailExchange(mx.getPriority(), host));
    }
    if (record instanceof CNAMERecord cname) {
      return Names.fromWire(cname.getTarget());
    }
    if (record instanceof TLSARecord tlsa) {
      return Optional.of(tlsa.rdataToString());
    }
    return record instanceof PTRRecord ptr ? Names.fromWire(ptr.getTarget()) : Optional.empty();
  }

  /** The strings of one record, which RFC 7208 section 3.3 joins without a space. */
  private static String joined(List<?> strings) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (Object string : strings) {
      octets.writeBytes((byte[]) string);
    }
    return octets.toString(StandardCharsets.ISO_8859_1);
  }
}
