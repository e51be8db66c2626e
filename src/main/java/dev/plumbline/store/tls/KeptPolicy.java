package dev.plumbline.store.tls;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.tls.TlsReport.Failure;
import dev.plumbline.report.tls.TlsReport.Policy;
import dev.plumbline.store.SqlText;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy of a TLS report as it is kept. */
public record KeptPolicy(
    String type,
    List<String> strings,
    List<String> mxHosts,
    long success,
    long failure,
    List<KeptFailure> failures) {

  private static final TypeReference<List<KeptPolicy>> TYPE = new TypeReference<>() {};

  public KeptPolicy {
    strings = List.copyOf(strings);
    mxHosts = List.copyOf(mxHosts);
    failures = List.copyOf(failures);
  }

  /** Sessions that failed alike. */
  public record KeptFailure(
      String resultType,
      long count,
      @Nullable String sendingIp,
      @Nullable String receivingMx,
      @Nullable String receivingIp,
      @Nullable String helo,
      @Nullable String reason,
      @Nullable String information) {

    static KeptFailure of(Failure failure) {
      return new KeptFailure(
          SqlText.clean(failure.resultType()),
          failure.count(),
          text(failure.sendingIp()),
          SqlText.cleanOrNull(failure.receivingMx()),
          text(failure.receivingIp()),
          SqlText.cleanOrNull(failure.helo()),
          SqlText.cleanOrNull(failure.reason()),
          SqlText.cleanOrNull(failure.information()));
    }

    private static @Nullable String text(@Nullable InetAddress address) {
      return address == null ? null : IpAddresses.toText(address);
    }
  }

  public static KeptPolicy of(Policy policy) {
    return new KeptPolicy(
        SqlText.clean(policy.type()),
        policy.strings().stream().map(SqlText::clean).toList(),
        policy.mxHosts().stream().map(SqlText::clean).toList(),
        policy.success(),
        policy.failure(),
        policy.failures().stream().map(KeptFailure::of).toList());
  }

  /** As the database keeps them. */
  public static String toJson(List<KeptPolicy> policies) {
    return SqlText.json(policies);
  }

  public static List<KeptPolicy> ofJson(String json) {
    return SqlText.fromJson(json, TYPE);
  }
}
