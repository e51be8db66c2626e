/** Domain names, IP addresses and ranges, and the questions every protocol room asks of DNS. */
@NullMarked
package dev.plumbline.dns;

import org.jspecify.annotations.NullMarked;
