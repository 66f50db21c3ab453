/** The window: its shell, its layout, its themes and its keys. Everything in it is contributed by other bundles. */
@NullMarked
package parley.desktop;

import org.jspecify.annotations.NullMarked;
