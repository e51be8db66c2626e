package dev.plumbline.spf;

import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The same DNS in memory, asked by the other implementation. */
final class PeerDns implements DNSService {

  private final FakeDns dns;
  private boolean metNullExchange;
  private boolean metMappedAddress;
  private boolean metFailure;

  PeerDns(FakeDns dns) {
    this.dns = dns;
  }

  /** Whether an MX answer held the root, which says that there is no mail host (RFC 7505). */
  boolean metNullExchange() {
    return metNullExchange;
  }

  /** Whether an AAAA answer held an IPv4-mapped address. */
  boolean metMappedAddress() {
    return metMappedAddress;
  }

  /** Whether some question failed. */
  boolean metFailure() {
    return metFailure;
  }

  @Override
  public @Nullable List<String> getRecords(DNSRequest request) throws TimeoutException {
    Optional<DomainName> name = DomainName.parse(request.getHostname());
    if (name.isEmpty()) {
      return null;
    }
    return switch (request.getRecordType()) {
      case DNSRequest.TXT -> texts(dns.txt(name.get()), text -> text);
      case DNSRequest.A -> texts(dns.a(name.get()), IpAddresses::toText);
      case DNSRequest.AAAA -> noting(texts(dns.aaaa(name.get()), IpAddresses::toText));
      case DNSRequest.MX -> noting(texts(dns.mx(name.get()), mx -> mx.exchange().toString()));
      case DNSRequest.PTR -> texts(dns.ptrAt(name.get()), DomainName::toString);
      // The record type that RFC 7208 section 3.1 gave up.
      default -> null;
    };
  }

  private @Nullable List<String> noting(@Nullable List<String> answer) {
    if (answer != null) {
      metNullExchange |= answer.contains(".");
      metMappedAddress |= answer.stream().anyMatch(text -> text.startsWith("::ffff:"));
    }
    return answer;
  }

  /** Null if there are none, as the peer's own resolver has it. */
  private <T> @Nullable List<String> texts(DnsAnswer<T> answer, Function<T, String> text)
      throws TimeoutException {
    if (answer instanceof DnsAnswer.Failed<T> failed) {
      metFailure = true;
      throw new TimeoutException(failed.reason());
    }
    return answer instanceof DnsAnswer.Found
        ? new ArrayList<>(answer.values().stream().map(text).toList())
        : null;
  }

  @Override
  public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
    try {
      return CompletableFuture.completedFuture(getRecords(request));
    } catch (TimeoutException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public List<String> getLocalDomainNames() {
    return List.of("receiver.example");
  }

  @Override
  public void setTimeOut(int seconds) {
    // Nothing here takes time.
  }

  @Override
  public int getRecordLimit() {
    return 0;
  }

  @Override
  public void setRecordLimit(int limit) {
    // The zones are small.
  }
}
