package dev.plumbline.web;

/** A part of the address that a form has to keep. */
public record HiddenField(String name, String value) {}
