package parley.crypto;

import org.osgi.framework.Constants;

import parley.cipher.api.CipherSuite;

import java.util.Map;

/** Registers suites as a framework would. */
final class Registry {

    final PresentSuites suites = new PresentSuites(bundle -> "bundle." + bundle, java.time.Duration.ZERO);

    private long services;

    /** A registration, to undo or change it. */
    final class Registration {

        private final CipherSuite suite;
        private final long service = ++services;
        private final long bundle;

        private Registration(CipherSuite suite, long bundle, int ranking) {
            this.suite = suite;
            this.bundle = bundle;
            suites.bindSuite(suite, properties(ranking));
        }

        void rank(int ranking) {
            suites.updatedSuite(suite, properties(ranking));
        }

        void unregister() {
            suites.unbindSuite(suite, properties(0));
        }

        private Map<String, Object> properties(int ranking) {
            return Map.of(
                    "parley.suite",
                    suite.id(),
                    Constants.SERVICE_ID,
                    service,
                    Constants.SERVICE_BUNDLEID,
                    bundle,
                    Constants.SERVICE_RANKING,
                    ranking);
        }
    }

    Registration register(CipherSuite suite) {
        return register(suite, 1, 0);
    }

    Registration register(CipherSuite suite, long bundle, int ranking) {
        return new Registration(suite, bundle, ranking);
    }

    /** The suites of both cipher bundles. */
    static Registry full() {
        var registry = new Registry();
        KnownAnswersTest.suites().forEach(registry::register);
        return registry;
    }
}
