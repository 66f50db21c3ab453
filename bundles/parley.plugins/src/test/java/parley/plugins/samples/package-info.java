/** Activators that tests put into plug-ins; each is loaded by its bundle, not by the tests. */
@NullMarked
package parley.plugins.samples;

import org.jspecify.annotations.NullMarked;
