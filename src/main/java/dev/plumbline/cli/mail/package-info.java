/** Commands about single mails: what a receiver makes of one. */
@NullMarked
package dev.plumbline.cli.mail;

import org.jspecify.annotations.NullMarked;
