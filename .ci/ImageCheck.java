import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Looks into an image as a tar: java -cp LIBRARIES ImageCheck.java FILE ARCHITECTURE. */
public final class ImageCheck {

  private static final Pattern SECRET =
      Pattern.compile(
          "(^|/)(\\.env|\\.git|.*\\.key|.*\\.p12|id_[a-z0-9]+|password|plumbline\\.properties)(/|$)");

  private ImageCheck() {}

  public static void main(String... args) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, byte[]> parts = new HashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(Files.newInputStream(Path.of(args[0])))) {
      for (TarArchiveEntry one = tar.getNextEntry(); one != null; one = tar.getNextEntry()) {
        parts.put(one.getName(), tar.readAllBytes());
      }
    }
    JsonNode manifest = json.readTree(parts.get("manifest.json")).get(0);
    JsonNode image = json.readTree(parts.get(manifest.get("Config").asText()));
    JsonNode config = image.get("config");
    expect(args[1], image.get("architecture").asText(), "architecture");
    expect("10001:10001", config.get("User").asText(), "user");
    expect("[\"/opt/plumbline/plumbline\"]", config.get("Entrypoint").toString(), "entry point");
    expect("[\"serve\"]", config.get("Cmd").toString(), "command");
    expect("/var/lib/plumbline", config.get("WorkingDir").asText(), "folder");
    expect("{\"8080/tcp\":{}}", config.get("ExposedPorts").toString(), "ports");
    for (String label : new String[] {"title", "version", "licenses", "description"}) {
      if (!config.get("Labels").has("org.opencontainers.image." + label)) {
        throw new AssertionError("The label " + label + " is missing.");
      }
    }
    for (JsonNode variable : config.get("Env")) {
      if (variable.asText().matches("(?i).*(password|secret|token).*")) {
        throw new AssertionError("A secret in the environment: " + variable);
      }
    }
    Map<String, TarArchiveEntry> files = new TreeMap<>();
    for (JsonNode layer : manifest.get("Layers")) {
      read(parts.get(layer.asText()), files);
    }
    look(files);
    System.out.printf(
        "Image %s: %d layers, %d files%n", args[1], manifest.get("Layers").size(), files.size());
  }

  private static void read(byte[] layer, Map<String, TarArchiveEntry> files) throws IOException {
    boolean packed = layer.length > 2 && (layer[0] & 0xFF) == 0x1F && (layer[1] & 0xFF) == 0x8B;
    InputStream plain = new ByteArrayInputStream(layer);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(packed ? new GZIPInputStream(plain) : plain)) {
      for (TarArchiveEntry one = tar.getNextEntry(); one != null; one = tar.getNextEntry()) {
        files.put(one.getName().replaceFirst("^\\.?/", "").replaceFirst("/$", ""), one);
      }
    }
  }

  private static void look(Map<String, TarArchiveEntry> files) {
    for (String needed :
        new String[] {
          "opt/plumbline/plumbline",
          "opt/plumbline/LICENSE",
          "opt/plumbline/app/quarkus-run.jar",
          "opt/plumbline/sample-reports/README.md",
          "var/lib/plumbline"
        }) {
      if (!files.containsKey(needed)) {
        throw new AssertionError(needed + " is missing.");
      }
    }
    expect(
        "755",
        Integer.toOctalString(files.get("opt/plumbline/plumbline").getMode() & 0777),
        "mode");
    expect("777", Integer.toOctalString(files.get("var/lib/plumbline").getMode() & 0777), "mode");
    files.forEach(
        (name, entry) -> {
          if (SECRET.matcher(name).find()) {
            throw new AssertionError("This looks like a secret: " + name);
          }
          if (name.startsWith("opt/") && entry.getLongUserId() != 0) {
            throw new AssertionError("The program could change itself: " + name);
          }
          if ((entry.getMode() & 06002) != 0
              && !entry.isSymbolicLink()
              && !name.equals("var/lib/plumbline")) {
            throw new AssertionError("Rights that are too many: " + name);
          }
          if (name.startsWith("app/")) {
            throw new AssertionError("What jib packs by itself is there, too: " + name);
          }
        });
  }

  private static void expect(String wanted, String found, String what) {
    if (!wanted.equals(found)) {
      throw new AssertionError("The " + what + " is " + found + ", not " + wanted + ".");
    }
  }
}
