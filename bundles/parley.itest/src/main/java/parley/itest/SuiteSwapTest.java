package parley.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;

import parley.cipher.api.CipherSuite;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Cipher suites come and go while Parley runs. */
class SuiteSwapTest {

    private static final Set<Integer> AES = Set.of(1, 2, 4, 5, 7);
    private static final Set<Integer> CHACHA = Set.of(3, 6);
    private static final Set<Integer> X_WING = Set.of(0xF00D);

    @InjectService(cardinality = 0)
    ServiceAware<CipherSuite> suites;

    @InjectBundleContext BundleContext framework;

    @AfterEach
    void startWhatATestStopped() throws Exception {
        bundle("parley.cipher.aesgcm").start();
        bundle("parley.cipher.chacha20").start();
        bundle("parley.cipher.xwing").start();
    }

    @Test
    void eachBundleBringsItsFamily() throws Exception {
        bundle("parley.cipher.chacha20").stop();
        bundle("parley.cipher.xwing").stop();
        assertEquals(AES, present());
        bundle("parley.cipher.aesgcm").stop();
        assertEquals(Set.of(), present());
        bundle("parley.cipher.chacha20").start();
        assertEquals(CHACHA, present());
        bundle("parley.cipher.aesgcm").start();
        bundle("parley.cipher.xwing").start();
        assertEquals(union(), present());
    }

    @Test
    void anotherInstanceOpensWhatTheOldOneSealed() throws Exception {
        var before = suite(1);
        var key = new byte[before.nk()];
        var nonce = new byte[before.nn()];
        var sealed = before.seal(key, nonce, new byte[0], new byte[] {42});

        bundle("parley.cipher.aesgcm").update();

        assertArrayEquals(new byte[] {42}, suite(1).open(key, nonce, new byte[0], sealed));
    }

    private Set<Integer> present() {
        var ids = new TreeSet<Integer>();
        for (var suite : suites.getServices()) ids.add(suite.id());
        return ids;
    }

    private CipherSuite suite(int id) {
        return suites.getServices().stream().filter(suite -> suite.id() == id).findFirst().orElseThrow();
    }

    private static Set<Integer> union() {
        var all = new TreeSet<>(AES);
        all.addAll(CHACHA);
        all.addAll(X_WING);
        return all;
    }

    private Bundle bundle(String name) {
        return Arrays.stream(framework.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
