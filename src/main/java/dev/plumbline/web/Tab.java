package dev.plumbline.web;

/** One of the pages about the same thing. */
public record Tab(String text, String href, boolean current) {}
