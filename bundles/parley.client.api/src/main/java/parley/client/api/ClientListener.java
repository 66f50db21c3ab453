package parley.client.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears what happens; register it as a service. Called in order, on a thread that must not be kept waiting. */
@ConsumerType
public interface ClientListener {

    /** Durable events come after their transaction has committed. */
    void happened(Event event);
}
