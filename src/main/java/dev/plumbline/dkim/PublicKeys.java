package dev.plumbline.dkim;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.jspecify.annotations.Nullable;

/** Measures and makes public keys in the encodings of RFC 6376 and RFC 8463. */
final class PublicKeys {

  private static final int ED25519_OCTETS = 32;

  /** SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 33 octets, none of them unused. */
  private static final byte[] SPKI_PREFIX = {
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private static final int DER_SEQUENCE = 0x30;
  private static final int DER_INTEGER = 0x02;

  private PublicKeys() {}

  /** The size of the modulus; 0 if the text holds no RSA key. */
  static int rsaBits(String base64) {
    byte[] octets = decoded(base64);
    if (octets == null) {
      return 0;
    }
    int bits = rsaBits(octets);
    if (bits > 0) {
      return bits;
    }
    // The usual verifiers read BER, of which DER is one form.
    byte[] der = der(octets);
    return der == null ? 0 : rsaBits(der);
  }

  private static byte @Nullable [] der(byte[] octets) {
    try (ASN1InputStream in = new ASN1InputStream(octets)) {
      ASN1Primitive read = in.readObject();
      return read == null ? null : read.getEncoded(ASN1Encoding.DER);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static int rsaBits(byte[] octets) {
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      return ((RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(octets)))
          .getModulus()
          .bitLength();
    } catch (InvalidKeySpecException e) {
      // RFC 6376 section 3.6.1 names RSAPublicKey, the inner structure alone.
      return bareModulusBits(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has RSA", e);
    }
  }

  /** The RSA key in any of the forms that {@link #rsaBits} measures. */
  static Optional<PublicKey> rsa(String base64) {
    byte[] octets = decoded(base64);
    if (octets == null) {
      return Optional.empty();
    }
    Optional<PublicKey> key = rsa(octets);
    byte[] der = key.isPresent() ? null : der(octets);
    return der == null ? key : rsa(der);
  }

  private static Optional<PublicKey> rsa(byte[] octets) {
    Optional<PublicKey> key = made("RSA", new X509EncodedKeySpec(octets));
    return key.isPresent() || bareModulusBits(octets) == 0
        ? key
        : made("RSA", bareSpec(ByteBuffer.wrap(octets)));
  }

  private static RSAPublicKeySpec bareSpec(ByteBuffer der) {
    derLength(der, DER_SEQUENCE);
    byte[] modulus = new byte[derLength(der, DER_INTEGER)];
    der.get(modulus);
    byte[] exponent = new byte[derLength(der, DER_INTEGER)];
    der.get(exponent);
    return new RSAPublicKeySpec(new BigInteger(modulus), new BigInteger(exponent));
  }

  /** The key that 32 octets are. */
  static Optional<PublicKey> ed25519(String base64) {
    byte[] octets = decoded(base64);
    if (octets == null || octets.length != ED25519_OCTETS) {
      return Optional.empty();
    }
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + ED25519_OCTETS);
    System.arraycopy(octets, 0, spki, SPKI_PREFIX.length, ED25519_OCTETS);
    return made("Ed25519", new X509EncodedKeySpec(spki));
  }

  private static Optional<PublicKey> made(String algorithm, KeySpec spec) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(spec));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has " + algorithm, e);
    }
  }

  /** 256 for the 32 octets of RFC 8463 section 4; 0 for anything else. */
  static int ed25519Bits(String base64) {
    byte[] octets = decoded(base64);
    return octets != null && octets.length == ED25519_OCTETS ? ED25519_OCTETS * 8 : 0;
  }

  /** The 32 octets inside a SubjectPublicKeyInfo of RFC 8410, as OpenSSL writes it. */
  static Optional<String> bareEd25519(String base64) {
    byte[] octets = decoded(base64);
    if (octets == null
        || octets.length != SPKI_PREFIX.length + ED25519_OCTETS
        || !Arrays.equals(Arrays.copyOf(octets, SPKI_PREFIX.length), SPKI_PREFIX)) {
      return Optional.empty();
    }
    byte[] bare = Arrays.copyOfRange(octets, SPKI_PREFIX.length, octets.length);
    return Optional.of(Base64.getEncoder().encodeToString(bare));
  }

  /** How many octets a cut-off DER structure lacks; 0 if it is complete or none. */
  static int missingOctets(String base64) {
    // A cut may fall between the four characters that carry three octets.
    byte[] octets = decoded(base64.substring(0, base64.length() - base64.length() % 4));
    if (octets == null || octets.length < 4 || octets[0] != DER_SEQUENCE) {
      return 0;
    }
    int first = octets[1] & 0xFF;
    int length =
        switch (first) {
          case 0x81 -> 3 + (octets[2] & 0xFF);
          case 0x82 -> 4 + ((octets[2] & 0xFF) << 8 | (octets[3] & 0xFF));
          default -> 2 + first;
        };
    return first <= 0x82 && first != 0x80 ? Math.max(0, length - octets.length) : 0;
  }

  /** RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 A.1.1). */
  private static int bareModulusBits(byte[] octets) {
    ByteBuffer der = ByteBuffer.wrap(octets);
    if (derLength(der, DER_SEQUENCE) != der.remaining()) {
      return 0;
    }
    int length = derLength(der, DER_INTEGER);
    if (length <= 0) {
      return 0;
    }
    byte[] modulus = new byte[length];
    der.get(modulus);
    int exponentLength = derLength(der, DER_INTEGER);
    BigInteger number = new BigInteger(modulus);
    return exponentLength > 0 && exponentLength == der.remaining() && number.signum() > 0
        ? number.bitLength()
        : 0;
  }

  /** Reads a tag and a length that the rest of the octets can satisfy; -1 if they are not there. */
  private static int derLength(ByteBuffer der, int tag) {
    if (der.remaining() < 2 || (der.get() & 0xFF) != tag) {
      return -1;
    }
    int length = der.get() & 0xFF;
    if (length > 0x80) {
      int count = length & 0x7F;
      if (count > 3 || der.remaining() < count) {
        return -1;
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | (der.get() & 0xFF);
      }
    }
    return length <= der.remaining() ? length : -1;
  }

  private static byte @Nullable [] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
