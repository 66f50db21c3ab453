package parley.relay;

import java.lang.reflect.Proxy;

/** A component's configuration as nobody has changed it. */
final class Defaults {

    private Defaults() {}

    static <T> T of(Class<T> config) {
        return config.cast(
                Proxy.newProxyInstance(
                        config.getClassLoader(), new Class<?>[] {config}, (_, method, _) -> method.getDefaultValue()));
    }
}
