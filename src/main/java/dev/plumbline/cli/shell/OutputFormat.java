package dev.plumbline.cli.shell;

/** How a command writes its answer. */
public enum OutputFormat {
  text,
  json
}
