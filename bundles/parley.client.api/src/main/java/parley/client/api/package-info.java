/**
 * What a client can do: the one command model behind desktop, terminal and scripts, and the events they show.
 *
 * <p>Faces use this package alone. The packages below it are what client bundles ask of one another.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.client.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
