package parley.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

import parley.client.api.Event;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** On a framework of four methods. */
class UnreachableSuitesTest {

    private final PresentSuitesTest.Told told = new PresentSuitesTest.Told();
    private final List<Object> listeners = new ArrayList<>();
    private final List<ServiceReference<?>> registered = new ArrayList<>();
    private final BundleContext context =
            fake(
                    BundleContext.class,
                    Map.of(
                            "getBundle", _ -> bundle("parley.crypto"),
                            "addServiceListener",
                                    args -> {
                                        assertInstanceOf(
                                                AllServiceListener.class, args[0]); // others are not told of strangers
                                        assertEquals("(objectClass=parley.cipher.api.CipherSuite)", args[1]);
                                        listeners.add(args[0]);
                                        return null;
                                    },
                            "removeServiceListener", args -> listeners.remove(args[0]),
                            "getAllServiceReferences", _ -> registered.toArray(ServiceReference<?>[]::new)));

    @Test
    void saysWhichBundleIsThereForNothing() throws Exception {
        registered.add(reference("good", true));
        registered.add(reference("lonely", false));
        registered.add(reference("lonely", false)); // its second suite
        var watch = new UnreachableSuites(context, told);
        assertEquals(1, told.events().size());
        assertTrue(((Event.Warning) told.events().getFirst()).text().contains("lonely"));

        var listener = (AllServiceListener) listeners.getFirst();
        listener.serviceChanged(new ServiceEvent(ServiceEvent.REGISTERED, reference("good", true)));
        listener.serviceChanged(new ServiceEvent(ServiceEvent.MODIFIED, reference("late", false)));
        assertEquals(1, told.events().size());
        listener.serviceChanged(new ServiceEvent(ServiceEvent.REGISTERED, reference("late", false)));
        assertEquals(2, told.events().size());

        watch.close();
        assertEquals(List.of(), listeners);
    }

    private static Bundle bundle(String name) {
        return fake(Bundle.class, Map.of("getSymbolicName", _ -> name, "getVersion", _ -> Version.emptyVersion));
    }

    private static ServiceReference<?> reference(String bundle, boolean assignable) {
        return fake(
                ServiceReference.class, Map.of("getBundle", _ -> bundle(bundle), "isAssignableTo", _ -> assignable));
    }

    private static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> methods) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, args) ->
                                switch (method.getName()) {
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    case "equals" -> proxy == args[0];
                                    case "toString" -> type.getSimpleName();
                                    default -> methods.get(method.getName()).apply(args);
                                }));
    }
}
