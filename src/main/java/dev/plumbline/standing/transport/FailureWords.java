package dev.plumbline.standing.transport;

import java.util.List;
import java.util.Map;

/**
 * A result type of RFC 8460 section 4.3 in words.
 *
 * @param what happened
 * @param todo what to do about it
 */
public record FailureWords(String what, String todo) {

  private static final String POLICY_HOST = "mta-sts.";

  private static final Map<String, FailureWords> WORDS =
      Map.ofEntries(
          Map.entry(
              "starttls-not-supported",
              new FailureWords(
                  "The mail server did not offer STARTTLS.",
                  "Switch STARTTLS on at this server, also behind filters that may strip it.")),
          Map.entry(
              "certificate-host-mismatch",
              new FailureWords(
                  "The certificate is for another name.",
                  "Give the server a certificate that names it as the MX record does.")),
          Map.entry(
              "certificate-expired",
              new FailureWords(
                  "The certificate has expired.",
                  "Renew the certificate of the mail server, and see why that was not automatic.")),
          Map.entry(
              "certificate-not-trusted",
              new FailureWords(
                  "The certificate is not from an authority that senders trust.",
                  "Use a certificate of a public authority, and send all certificates between.")),
          Map.entry(
              "validation-failure",
              new FailureWords(
                  "The certificate could not be validated.",
                  "See the reason that reporters give, and check the chain of certificates.")),
          Map.entry(
              "tlsa-invalid",
              new FailureWords(
                  "The certificate does not fit the TLSA record.",
                  "Publish the TLSA record of the new key before the server changes to it.")),
          Map.entry(
              "dnssec-invalid",
              new FailureWords(
                  "DNSSEC of the domain or its mail server could not be validated.",
                  "Check signatures and DS record of the zone.")),
          Map.entry(
              "dane-required",
              new FailureWords(
                  "The sender requires DANE, and there is no usable TLSA record.",
                  "Publish TLSA records for the mail servers, in a signed zone.")),
          Map.entry(
              "sts-policy-fetch-error",
              new FailureWords(
                  "The MTA-STS policy file could not be fetched.",
                  "Check that https://" + POLICY_HOST + "DOMAIN/.well-known/mta-sts.txt answers.")),
          Map.entry(
              "sts-policy-invalid",
              new FailureWords(
                  "The MTA-STS policy file has errors, or does not name the mail server.",
                  "Correct the policy file, and give its record a new id.")),
          Map.entry(
              "sts-webpki-invalid",
              new FailureWords(
                  "The policy host's certificate could not be validated.",
                  "Give the host of the policy file a valid certificate for its name.")));

  /** The words for a result type; such as say so for one that is not known. */
  public static FailureWords of(String resultType, String domain) {
    FailureWords words = WORDS.get(resultType);
    return words == null
        ? new FailureWords(
            resultType.isEmpty() ? "The reporter does not say why." : "\"" + resultType + "\".",
            "The standard does not know this word; ask the reporter.")
        : new FailureWords(words.what, words.todo.replace("DOMAIN", domain));
  }

  /** Every result type of the standard. */
  static List<String> known() {
    return WORDS.keySet().stream().sorted().toList();
  }
}
