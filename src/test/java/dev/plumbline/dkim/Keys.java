package dev.plumbline.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Public keys as records hold them. */
final class Keys {

  private static final Map<Integer, String> MADE = new ConcurrentHashMap<>();

  /** A number of 8192 bits, since real keys of that size take seconds to make. */
  static final String LONG = ofModulus(BigInteger.TWO.pow(8191).add(BigInteger.ONE));

  private Keys() {}

  static String rsa(int bits) {
    return MADE.computeIfAbsent(bits, Keys::made);
  }

  private static String made(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String ofModulus(BigInteger modulus) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              KeyFactory.getInstance("RSA")
                  .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)))
                  .getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
