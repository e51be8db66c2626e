package dev.plumbline.people;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** The OpenID provider that people may come from; what is missing is found before the start. */
@ConfigMapping(prefix = "plumbline.oidc")
public interface ProviderSettings {

  /** The provider's address, under which it tells the others; without it there is none. */
  Optional<String> issuer();

  @WithName("client-id")
  Optional<String> clientId();

  @WithName("client-secret")
  Optional<String> clientSecret();

  @WithName("client-secret-file")
  Optional<String> clientSecretFile();

  /** What people call it. */
  @WithDefault("your organization")
  String name();

  /** The claim that says what somebody signs in as. */
  @WithName("login-claim")
  @WithDefault("email")
  String loginClaim();

  /** The claim that lists the groups somebody is in. */
  @WithName("groups-claim")
  @WithDefault("groups")
  String groupsClaim();

  /** Groups whose people are administrators. */
  Optional<List<String>> administrators();

  Optional<List<String>> analysts();

  Optional<List<String>> viewers();

  /** Groups whose people see the addresses in failure reports. */
  Optional<List<String>> unmask();
}
