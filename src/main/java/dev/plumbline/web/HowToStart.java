package dev.plumbline.web;

/**
 * What a new installation is told, as texts to paste.
 *
 * @param mailbox settings of a mailbox
 * @param folder the setting of the drop folder, or the folder itself if it is set
 * @param command a command line
 */
public record HowToStart(String mailbox, String folder, String command) {}
