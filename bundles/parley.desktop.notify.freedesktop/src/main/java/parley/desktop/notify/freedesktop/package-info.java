/** Shows notifications by the desktop's own server, over D-Bus. */
@NullMarked
package parley.desktop.notify.freedesktop;

import org.jspecify.annotations.NullMarked;
