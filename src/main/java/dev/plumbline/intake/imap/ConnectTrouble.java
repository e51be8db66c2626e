package dev.plumbline.intake.imap;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, in words its user can do something with. */
final class ConnectTrouble {

  private ConnectTrouble() {}

  /** A sentence, without its first capital; the innermost cause knows most. */
  static String reason(Throwable failure) {
    String reason = null;
    Throwable inner = failure;
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      String known = known(cause);
      reason = known == null ? reason : known;
      inner = cause;
    }
    if (reason != null) {
      return reason;
    }
    return inner.getMessage() == null ? inner.toString() : inner.getMessage();
  }

  private static @Nullable Throwable next(Throwable cause) {
    return cause.getCause() == cause ? null : cause.getCause();
  }

  private static @Nullable String known(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof UnknownHostException) {
      return "there is no host of this name.";
    }
    if (cause instanceof ConnectException) {
      return "the connection is refused; is the port right?";
    }
    if (cause instanceof SocketTimeoutException) {
      return "it does not answer in time.";
    }
    if (cause instanceof CertificateException
        && (message.startsWith("No subject alternative") || message.startsWith("No name match"))) {
      return "its certificate is for another name (%s); host must be a name in it."
          .formatted(message);
    }
    if (cause instanceof GeneralSecurityException) {
      return "its certificate is not trusted (%s); trust-file can name its CA.".formatted(message);
    }
    if (cause instanceof SSLException) {
      return "it does not speak TLS as expected (%s); are port and tls right?".formatted(message);
    }
    return null;
  }
}
