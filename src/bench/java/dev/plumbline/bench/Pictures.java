package dev.plumbline.bench;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.plumbline.web.Browser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a picture of every kind of page, on a desktop and on a phone, in light and in dark: follows
 * the links from the front page, and looks at the first page of each kind.
 *
 * <p>Arguments: the launcher, the command that serves the pages ({@code demo} or {@code serve}),
 * its data folder, and where the pictures go.
 */
public final class Pictures {

  private static final int DESKTOP = 1280;
  private static final int PHONE = 360;

  /** Of these, what one sees first is a picture of its own, for documents. */
  private static final Set<String> TOP = Set.of("front", "domains-one");

  private static final int TOP_HEIGHT = 1_240;

  /** Kinds beyond these are no pages of ours. */
  private static final int MOST_KINDS = 80;

  private static final Pattern READY = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/");
  private static final Pattern HREF = Pattern.compile("<a [^>]*href=\"(/[^\"#?]*)");

  /** What tells pages of one kind apart: a domain, an address, a number, any other name. */
  private static final Pattern VALUE = Pattern.compile("[^/]*[0-9.:%@][^/]*");

  private static final Set<String> NO_PAGES = Set.of("api", "q", "static", "export", "raw");

  private final URI root;
  private final Path folder;

  private Pictures(URI root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[2]);
    Path folder = Files.createDirectories(Path.of(arguments[3]));
    ProcessBuilder command = new ProcessBuilder(arguments[0], arguments[1]);
    command.environment().put("PLUMBLINE_DATA_DIR", data.toAbsolutePath().toString());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      command.environment().put("PLUMBLINE_HTTP_PORT", Integer.toString(free.getLocalPort()));
    }
    Process server = command.redirectErrorStream(true).start();
    try (Browser browser =
        Browser.start().orElseThrow(() -> new IllegalStateException("There is no Chromium."))) {
      new Pictures(ready(server), folder).take(browser);
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  /** Waits for the link that the program prints, and has somebody read what else it says. */
  private static URI ready(Process server) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher link = READY.matcher(line);
      if (link.find() && line.contains("ready")) {
        Thread reader = new Thread(() -> lines.lines().forEach(unread -> {}));
        reader.setDaemon(true);
        reader.start();
        return URI.create(link.group());
      }
    }
    throw new IllegalStateException("It ended: " + said);
  }

  private void take(Browser browser) {
    Map<String, String> kinds = kinds(browser);
    for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(DESKTOP, PHONE)) {
        try (BrowserContext context = browser.context(width, colours)) {
          Page page = context.newPage();
          kinds.forEach((name, path) -> take(page, name, path, width, colours));
        }
      }
    }
    System.out.printf("%d kinds of page, four pictures each, in %s%n", kinds.size(), folder);
  }

  /** One address of each kind of page, by its name, those nearest to the front page first. */
  private Map<String, String> kinds(Browser browser) {
    Map<String, String> kinds = new LinkedHashMap<>();
    Deque<String> toSee = new ArrayDeque<>(List.of("/"));
    try (BrowserContext context = browser.context(DESKTOP, ColorScheme.LIGHT)) {
      while (!toSee.isEmpty() && kinds.size() < MOST_KINDS) {
        String path = toSee.remove();
        String kind = kind(path);
        if (kinds.containsKey(kind)
            || NO_PAGES.stream().anyMatch(one -> ("/" + path + "/").contains("/" + one + "/"))) {
          continue;
        }
        var answer = context.request().get(root.resolve(path).toString());
        String type = answer.headers().getOrDefault("content-type", "");
        if (!answer.ok() || !type.startsWith("text/html")) {
          continue;
        }
        kinds.put(kind, path);
        Matcher links = HREF.matcher(answer.text());
        while (links.find()) {
          toSee.add(links.group(1));
        }
      }
    }
    return kinds;
  }

  private static String kind(String path) {
    String plain = path.replaceFirst("^/help/docs/.+", "/help/docs/one");
    String kind = VALUE.matcher(plain).replaceAll("one").replaceAll("^/|/$", "").replace('/', '-');
    return kind.isEmpty() ? "front" : kind;
  }

  private void take(Page page, String name, String path, int width, ColorScheme colours) {
    page.navigate(root.resolve(path).toString());
    page.waitForLoadState();
    if (page.locator(".chart-canvas").count() > 0) {
      page.locator(".chart-canvas").first().scrollIntoViewIfNeeded();
      page.waitForSelector(
          ".chart-canvas canvas[width]",
          new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
      page.evaluate("window.scrollTo(0, 0)");
    }
    String file =
        "%s-%s-%s.png"
            .formatted(
                name,
                width == PHONE ? "phone" : "desktop",
                colours.name().toLowerCase(Locale.ROOT));
    page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(file)));
    if (width == DESKTOP && TOP.contains(name)) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setClip(0, 0, DESKTOP, TOP_HEIGHT)
              .setPath(folder.resolve("top-" + file)));
    }
  }
}
