/**
 * The formats of pictures, as far as one must know them to take what cameras and programs write out of a file: JPEG,
 * PNG and WebP.
 *
 * <p>Bundles that read pictures carry a private copy of this package (bnd's {@code -conditionalpackage}), so it depends
 * on nothing but the JDK. Nothing here keeps anything; all of it may be called from any thread.
 */
@NullMarked
package parley.pictures.format;

import org.jspecify.annotations.NullMarked;
