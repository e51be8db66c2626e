package dev.plumbline.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * An OpenID provider on this machine, as strict as a real one: it knows one client, tells about
 * itself (OpenID Connect Discovery 1.0), takes codes once and with their PKCE verifier (RFC 7636),
 * and signs. Who is asking says at {@link #AUTHORIZE} who signs in, as a person would do by a form
 * there, and what is to be wrong about it.
 */
final class OpenIdProvider {

  static final String CLIENT = "plumbline";
  static final String SECRET = "a secret of a length that is long enough";
  static final String AUTHORIZE = "/authorize";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long VALID_SECONDS = 300;

  private final HttpServer server;
  private final RsaJsonWebKey key = newKey("known");
  private final RsaJsonWebKey otherKey = newKey("known");
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

  private OpenIdProvider(HttpServer server) {
    this.server = server;
  }

  static OpenIdProvider start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
      OpenIdProvider provider = new OpenIdProvider(server);
      server.setExecutor(
          Executors.newCachedThreadPool(
              work -> {
                Thread thread = new Thread(work, "provider");
                thread.setDaemon(true);
                return thread;
              }));
      server.createContext("/.well-known/openid-configuration", provider::configuration);
      server.createContext("/jwks", provider::keys);
      server.createContext(AUTHORIZE, provider::authorize);
      server.createContext("/token", provider::token);
      server.start();
      return provider;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void configuration(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        Map.of(
            "issuer", issuer(),
            "authorization_endpoint", issuer() + AUTHORIZE,
            "token_endpoint", issuer() + "/token",
            "jwks_uri", issuer() + "/jwks",
            "response_types_supported", List.of("code"),
            "subject_types_supported", List.of("public"),
            "id_token_signing_alg_values_supported", List.of("RS256"),
            "code_challenge_methods_supported", List.of("S256")));
  }

  private void keys(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        Map.of("keys", List.of(key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))));
  }

  /** OpenID Connect Core section 3.1.2. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
    boolean good =
        "code".equals(asked.get("response_type"))
            && CLIENT.equals(asked.get("client_id"))
            && asked.getOrDefault("redirect_uri", "").endsWith("/sign-in/provider")
            && Arrays.asList(asked.getOrDefault("scope", "").split(" ")).contains("openid")
            && "S256".equals(asked.get("code_challenge_method"))
            && asked.containsKey("code_challenge")
            && asked.containsKey("nonce")
            && asked.containsKey("state");
    if (!good) {
      answer(exchange, 400, Map.of("error", "invalid_request", "asked", asked));
      return;
    }
    String back = asked.get("redirect_uri") + "?state=" + asked.get("state");
    if ("refuse".equals(asked.get("fault"))) {
      redirect(exchange, back + "&error=access_denied");
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    redirect(exchange, back + "&code=" + code);
  }

  /** RFC 6749 section 4.1.3, with the client's secret and the verifier. */
  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> asked =
        fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    Map<String, String> granted = codes.remove(asked.getOrDefault("code", ""));
    boolean good =
        basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && "authorization_code".equals(asked.get("grant_type"))
            && granted != null
            && granted.get("redirect_uri").equals(asked.get("redirect_uri"))
            && granted.get("code_challenge").equals(challenge(asked.get("code_verifier")));
    if (!good) {
      answer(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    answer(
        exchange,
        200,
        Map.of(
            "access_token",
            UUID.randomUUID().toString(),
            "token_type",
            "Bearer",
            "expires_in",
            VALID_SECONDS,
            "id_token",
            idToken(granted)));
  }

  private String idToken(Map<String, String> granted) {
    String fault = granted.getOrDefault("fault", "");
    NumericDate now = NumericDate.fromSeconds(Clock.systemUTC().instant().getEpochSecond());
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(fault.equals("issuer") ? "https://other.example" : issuer());
    claims.setAudience(fault.equals("audience") ? "another client" : CLIENT);
    claims.setSubject(granted.get("subject"));
    NumericDate issued = NumericDate.fromSeconds(now.getValue());
    NumericDate end = NumericDate.fromSeconds(now.getValue() + VALID_SECONDS);
    if (fault.equals("old")) {
      issued = NumericDate.fromSeconds(now.getValue() - 2 * VALID_SECONDS);
      end = NumericDate.fromSeconds(now.getValue() - VALID_SECONDS);
    }
    claims.setIssuedAt(issued);
    claims.setExpirationTime(end);
    claims.setClaim("nonce", fault.equals("nonce") ? "another nonce" : granted.get("nonce"));
    claims.setClaim("email", granted.get("email"));
    claims.setClaim("email_verified", !fault.equals("unproven"));
    claims.setClaim("name", "Somebody");
    claims.setClaim("groups", Arrays.asList(granted.getOrDefault("groups", "").split(" ")));
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey((fault.equals("key") ? otherKey : key).getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  private static String challenge(String verifier) {
    if (verifier == null) {
      return "none";
    }
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static RsaJsonWebKey newKey(String id) {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId(id);
      key.setUse("sig");
      key.setAlgorithm("RS256");
      return key;
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> fields(String text) {
    var fields = new TreeMap<String, String>();
    for (String one : (text == null ? "" : text).split("&")) {
      String[] pair = one.split("=", 2);
      if (pair.length == 2) {
        fields.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
    exchange.close();
  }
}
