package dev.plumbline.web;

import java.util.List;
import java.util.Map;

/** What to call a browser, by what it says it is; a program of its own name keeps that. */
final class BrowserName {

  /** Later ones name earlier ones, too, to be let in where these are. */
  private static final List<Map.Entry<String, String>> BROWSERS =
      List.of(
          Map.entry("Edg", "Edge"),
          Map.entry("OPR/", "Opera"),
          Map.entry("Firefox/", "Firefox"),
          Map.entry("FxiOS/", "Firefox"),
          Map.entry("CriOS/", "Chrome"),
          Map.entry("Chrome/", "Chrome"),
          Map.entry("Safari/", "Safari"));

  private static final List<Map.Entry<String, String>> SYSTEMS =
      List.of(
          Map.entry("iPhone", "iPhone"),
          Map.entry("iPad", "iPad"),
          Map.entry("Android", "Android"),
          Map.entry("Windows", "Windows"),
          Map.entry("Mac OS X", "macOS"),
          Map.entry("CrOS", "ChromeOS"),
          Map.entry("Linux", "Linux"));

  private static final int LONGEST = 60;

  private BrowserName() {}

  static String of(String agent) {
    if (agent.isBlank()) {
      return "unnamed program";
    }
    String browser = named(BROWSERS, agent);
    if (browser.isEmpty() || !agent.startsWith("Mozilla/")) {
      return agent.length() > LONGEST ? agent.substring(0, LONGEST) + "..." : agent;
    }
    String system = named(SYSTEMS, agent);
    return system.isEmpty() ? browser : browser + " on " + system;
  }

  private static String named(List<Map.Entry<String, String>> names, String agent) {
    return names.stream()
        .filter(one -> agent.contains(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
