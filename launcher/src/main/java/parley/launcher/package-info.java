/**
 * Starts Felix with one product: the bundles and configurations of an OSGi Feature (R8, chapter 159).
 *
 * <p>A plain jar on the class path; it knows no bundle by name except Configuration Admin.
 */
@NullMarked
package parley.launcher;

import org.jspecify.annotations.NullMarked;
