package dev.plumbline.dkim;

import dev.plumbline.dns.FakeDns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;

/** Signs mails, by the library of Apache James where that can. */
public final class Signing {

  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

  private Signing() {}

  /** An RSA key of a size; another one for another name. */
  public static KeyPair rsa(int bits, String name) {
    return KEYS.computeIfAbsent(bits + " " + name, unused -> made("RSA", bits));
  }

  public static KeyPair rsa() {
    return rsa(2048, "");
  }

  static KeyPair ed25519() {
    return KEYS.computeIfAbsent("ed", unused -> made("Ed25519", 255));
  }

  private static KeyPair made(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The record of a key. */
  public static String record(KeyPair pair, String... more) {
    String tags = String.join("", more);
    return "v=DKIM1; " + tags + "k=rsa; p=" + base64(pair.getPublic().getEncoded());
  }

  static String edRecord(KeyPair pair) {
    byte[] spki = pair.getPublic().getEncoded();
    byte[] bare = new byte[32];
    System.arraycopy(spki, spki.length - 32, bare, 0, 32);
    return "v=DKIM1; k=ed25519; p=" + base64(bare);
  }

  static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  /** A mail with a signature before it, made by the other library. */
  public static String signed(KeyPair pair, String tags, String mail) {
    String template = "v=1; a=rsa-sha256; " + tags + "; bh=; b=;";
    try {
      String field =
          new DKIMSigner(template, pair.getPrivate()).sign(new ByteArrayInputStream(octets(mail)));
      return field + "\r\n" + mail;
    } catch (IOException | FailException e) {
      throw new AssertionError(e);
    }
  }

  /** The same by hand, for what the library cannot: Ed25519, octets beyond ASCII, empty bodies. */
  static String signedByHand(KeyPair pair, String tags, String mail) {
    boolean ed = pair.getPrivate().getAlgorithm().startsWith("Ed");
    SignedMail bare = SignedMail.of(octets(mail));
    DkimSignature form =
        DkimSignature.parse(tags + "; v=1; a=x; bh=eA==; b=eA==", DkimSignature.Kind.DKIM);
    String hash = base64(Canonical.body(bare, form.relaxedBody(), Long.MAX_VALUE).hash());
    String algorithm = ed ? "ed25519-sha256" : "rsa-sha256";
    String field = "DKIM-Signature: v=1; a=" + algorithm + "; " + tags + "; bh=" + hash + "; b=";
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    for (String name : form.signedFields()) {
      bare.fields(name)
          .forEach(
              one -> {
                Canonical.field(bare.octets(one), form.relaxedHeader(), header);
                header.writeBytes(octets("\r\n"));
              });
    }
    Canonical.field(octets(field), form.relaxedHeader(), header);
    return field + base64(sign(pair, header.toByteArray())) + "\r\n" + mail;
  }

  static byte[] sign(KeyPair pair, byte[] octets) {
    boolean ed = pair.getPrivate().getAlgorithm().startsWith("Ed");
    try {
      Signature signature = Signature.getInstance(ed ? "Ed25519" : "SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(ed ? Canonical.sha256().digest(octets) : octets);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** DNS with one key. */
  public static FakeDns dns(String selector, String domain, String record) {
    return new FakeDns().txt(selector + "._domainkey." + domain, record);
  }

  public static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
