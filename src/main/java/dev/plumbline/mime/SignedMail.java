package dev.plumbline.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.InflaterInputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.CompressedData;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.jspecify.annotations.Nullable;

/**
 * Mail whose content is wrapped in a signature (S/MIME, RFC 8551 sections 3.5.2 and 3.6: the forms
 * that a reader without S/MIME cannot look into). The signature is not verified.
 */
final class SignedMail {

  /** The longest head of such data: a length of five octets and the type. */
  private static final int HEAD_BYTES = 24;

  /** The object identifiers below 1.2.840.113549.1, all of PKCS. */
  private static final byte[] PKCS = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1};

  private SignedMail() {}

  /**
   * What was wrapped.
   *
   * @param mail the part with its header; null if there is none
   * @param reason why there is none, a sentence
   * @param mayBeReport whether a report may well be in it
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Unwrapped(byte @Nullable [] mail, String reason, boolean mayBeReport) {}

  /** Whether data begins as RFC 5652 section 3 wants it. */
  static boolean isCms(byte[] head) {
    if (head.length == 0 || head[0] != 0x30) {
      return false;
    }
    for (int i = 2; i + PKCS.length + 2 < Math.min(head.length, HEAD_BYTES); i++) {
      if (head[i] == 6 && matches(head, i + 2)) {
        byte arc = head[i + 2 + PKCS.length];
        return arc == 7 || arc == 9;
      }
    }
    return false;
  }

  private static boolean matches(byte[] head, int at) {
    for (int i = 0; i < PKCS.length; i++) {
      if (head[at + i] != PKCS[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes the wrapping off.
   *
   * @param mostBytes what may come of packed data
   */
  static Unwrapped unwrap(byte[] bytes, int mostBytes) {
    try (ASN1InputStream in = new ASN1InputStream(bytes)) {
      ContentInfo info = ContentInfo.getInstance(in.readObject());
      ASN1ObjectIdentifier type = info.getContentType();
      if (CMSObjectIdentifiers.signedData.equals(type)) {
        byte[] mail =
            octets(SignedData.getInstance(info.getContent()).getEncapContentInfo().getContent());
        return mail == null
            ? new Unwrapped(null, "It is a signature without content.", false)
            : new Unwrapped(mail, "", true);
      }
      if (CMSObjectIdentifiers.compressedData.equals(type)) {
        return unpack(CompressedData.getInstance(info.getContent()), mostBytes);
      }
      if (CMSObjectIdentifiers.data.equals(type) && info.getContent() != null) {
        return new Unwrapped(octets(info.getContent()), "", true);
      }
      return new Unwrapped(
          null, "It is encrypted (S/MIME); only plain and signed mail can be read.", true);
    } catch (IOException | RuntimeException e) {
      return new Unwrapped(
          null, "It is mail in the form of S/MIME that cannot be read: " + e.getMessage(), true);
    }
  }

  private static Unwrapped unpack(CompressedData data, int mostBytes) throws IOException {
    byte[] packed = octets(data.getEncapContentInfo().getContent());
    if (packed == null) {
      return new Unwrapped(null, "It is packed mail (S/MIME) without content.", false);
    }
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      byte[] mail = in.readNBytes(mostBytes + 1);
      return mail.length > mostBytes
          ? new Unwrapped(null, "It unpacks to more than " + mostBytes + " bytes.", true)
          : new Unwrapped(mail, "", true);
    }
  }

  private static byte @Nullable [] octets(@Nullable ASN1Encodable content) {
    return content == null ? null : ASN1OctetString.getInstance(content).getOctets();
  }
}
