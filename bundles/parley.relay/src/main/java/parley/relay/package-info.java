/**
 * Admits, orders, fans out: the relay. It moves sealed bytes between the devices that follow a log and knows nothing of
 * what they hold; logs, accounts and blobs are kept by the bundles behind {@code parley.relay.api}.
 */
@NullMarked
package parley.relay;

import org.jspecify.annotations.NullMarked;
