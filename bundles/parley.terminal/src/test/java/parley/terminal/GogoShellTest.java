package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Lines of the framework's shell, by the shell itself, over two bundles. */
class GogoShellTest {

    private static final Bundle CHAT = bundle("parley.chat", 3);
    private static final Bundle MLS = bundle("parley.mls", 4);

    private final List<Object> stopped = new ArrayList<>();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(null);
    private final BundleContext framework =
            fake(
                    BundleContext.class,
                    (_, method, _) -> {
                        assertEquals("getBundles", method.getName());
                        return new Bundle[] {CHAT, MLS};
                    });
    private final GogoShell shell = new GogoShell(processor, framework);

    /** Commands as the shell's own are. */
    public final class Basic {

        /** Takes bundles. */
        public void stop(Bundle... bundles) {
            stopped.addAll(List.of(bundles));
        }

        /** Takes none. */
        public void pause(int millis, int nanos) {
            stopped.add(millis + nanos);
        }
    }

    private static Bundle bundle(String name, long id) {
        return fake(
                Bundle.class,
                (self, method, arguments) ->
                        switch (method.getName()) {
                            case "getSymbolicName", "toString" -> name;
                            case "getBundleId" -> id;
                            case "hashCode" -> (int) id;
                            case "equals" -> self == arguments[0];
                            default -> throw new AssertionError(method);
                        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @BeforeEach
    void commands() {
        processor.addConverter(new BundleNames(framework));
        processor.addCommand("felix", new Basic(), "stop");
        processor.addCommand("felix", new Basic(), "pause");
    }

    @Test
    void takesBundlesByNameAndNumber() throws Exception {
        shell.run("stop parley.chat 4");
        assertEquals(List.of(CHAT, MLS), stopped);
    }

    @Test
    void namesTheBundleThatIsNotThere() {
        for (var line :
                List.of("stop nosuch", "stop parley.chat nosuch", "felix:stop 4 'nosuch'", "stop 4 ; stop nosuch 4")) {
            refuses(
                    line,
                    Code.NOT_FOUND,
                    "there is no bundle of the name or number nosuch; gogo lb lists those there are");
        }
        refuses(
                "stop 99",
                Code.NOT_FOUND,
                "there is no bundle of the name or number 99; gogo lb lists those there are");
    }

    @Test
    void saysWhereToReadWhatACommandTakes() {
        refuses("pause nosuch 2", Code.USAGE, "gogo pause takes other words; gogo help pause says which");
        var unknown = assertThrows(CommandException.class, () -> shell.run("nosuch parley.chat"));
        assertTrue(String.valueOf(unknown.getMessage()).startsWith("the framework's shell says: "), unknown::toString);
    }

    private void refuses(String line, Code code, String sentence) {
        var refused = assertThrows(CommandException.class, () -> shell.run(line), line);
        assertEquals(sentence, refused.getMessage());
        assertEquals(code, refused.code());
    }
}
