package parley.terminal;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import parley.client.api.Accounts;
import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.Message;
import parley.client.api.Suites;
import parley.client.api.Transfers;
import parley.client.api.store.Store;
import parley.protocol.MessageId;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The client in a terminal: owns the main thread, reads lines, answers each, and shows what happens. */
@Component(
        service = {Callable.class, ClientListener.class},
        property = "main.thread:Boolean=true")
public final class TerminalFace implements Callable<Integer>, ClientListener {

    /** The longest line, in bytes. */
    static final int MAX_LINE = 1 << 20;

    private static final Duration OUTBOX = Duration.ofSeconds(10);
    private static final Duration SENT = Duration.ofSeconds(30);

    private final List<String> arguments = new ArrayList<>();
    private final boolean json;
    private final Store store;
    private final Accounts accounts;
    private final Conversations conversations;
    private final Feed feed;
    private final Commands commands;
    private final Output output;
    private final InputStream input = new BufferedInputStream(System.in, 1 << 16);

    /** Guards {@code sent}; signalled on every event that may end a wait. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition progressed = lock.newCondition();
    private final Set<MessageId> sent = ConcurrentHashMap.newKeySet();
    private final Set<MessageId> failed = ConcurrentHashMap.newKeySet();

    private volatile @Nullable FeedPrinter printer;
    private volatile @Nullable Prompt prompt;
    private volatile @Nullable Thread main;

    @Activate
    public TerminalFace(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launch,
            @Reference Store store,
            @Reference Accounts accounts,
            @Reference Contacts contacts,
            @Reference Conversations conversations,
            @Reference Transfers transfers,
            @Reference Suites suites,
            @Reference Feed feed,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable GogoShell gogo) {
        var words = launch.get("launcher.arguments") instanceof String[] strings ? List.of(strings) : List.<String>of();
        var options = new ArrayList<String>();
        for (var word : words) {
            if ((word.equals("--json") || word.equals("--gogo")) && !options.contains(word)) {
                options.add(word);
            } else {
                arguments.add(word);
            }
        }
        this.json = options.contains("--json");
        this.store = store;
        this.accounts = accounts;
        this.conversations = conversations;
        this.feed = feed;
        this.output = new Output(json, new FileOutputStream(FileDescriptor.out));
        Optional<Commands.Gogo> shell = options.contains("--gogo") ? Optional.ofNullable(gogo) : Optional.empty();
        this.commands = new Commands(accounts, contacts, conversations, transfers, suites, shell, this::secret);
    }

    @Deactivate
    void close() {
        var thread = main;
        if (thread != null) thread.interrupt();
    }

    @Override
    public Integer call() {
        main = Thread.currentThread();
        try {
            store.check();
            if (!arguments.isEmpty()) return once(Line.of(arguments));
            return json ? script() : interactive();
        } catch (CommandException e) {
            complain(e);
            return e.code().exitStatus();
        } catch (IOException e) {
            complain(new CommandException(Code.INTERNAL, "the terminal cannot be used: " + e.getMessage(), e));
            return 1;
        }
    }

    private void complain(CommandException e) {
        if (json) {
            output.object(
                    Answer.fields("event", "error", "code", e.code().word(), "text", String.valueOf(e.getMessage())));
        } else {
            System.err.println("parley: " + Inert.line(String.valueOf(e.getMessage())));
        }
    }

    // ---- One command as a process of its own ----

    private int once(Line line) throws CommandException {
        try {
            var answer = commands.run(line);
            if (json) {
                output.object(ok(1, line.command(), answer));
            } else if (!answer.text().isEmpty()) {
                output.line(answer.text());
            }
            return awaitSent(answer.sent());
        } catch (CommandException e) {
            if (!json) throw e;
            output.object(error(1, line.command(), e));
            return e.code().exitStatus();
        }
    }

    /** Waits until the relay has it: files as long as they move, messages for half a minute. */
    private int awaitSent(List<MessageId> ids) throws CommandException {
        var deadline = System.nanoTime() + SENT.toNanos();
        lock.lock();
        try {
            while (!sent.containsAll(ids)) {
                for (var id : ids) {
                    if (failed.contains(id))
                        throw new CommandException(Code.INTERNAL, "it could not be sent; files says why");
                }
                var left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new CommandException(
                            Code.NOT_REACHABLE,
                            "the relay cannot be reached; it waits and is sent the next time parley runs");
                }
                if (progressed.awaitNanos(left) > 0) deadline = System.nanoTime() + SENT.toNanos();
            }
            return 0;
        } catch (InterruptedException e) {
            return 0;
        } finally {
            lock.unlock();
        }
    }

    // ---- Lines of a script ----

    private int script() throws CommandException, IOException {
        begin();
        var number = 0;
        while (true) {
            byte[] bytes;
            try {
                bytes = readLine();
            } catch (TooLongException e) {
                output.object(
                        error(
                                ++number,
                                "",
                                new CommandException(
                                        Code.TOO_LARGE, "a line has at most 1048576 bytes; send long text as a file")));
                continue;
            }
            if (bytes == null) break;
            number++;
            String command = "";
            try {
                var line = Line.parse(utf8(bytes));
                command = line.command();
                if (command.isEmpty()) {
                    throw new CommandException(Code.USAGE, "the line is empty; help lists the commands");
                }
                if (command.equals("exit")) {
                    output.object(ok(number, command, Answer.of("")));
                    break;
                }
                output.object(ok(number, command, commands.run(line)));
            } catch (CommandException e) {
                output.object(error(number, command, e));
            } catch (RuntimeException e) {
                System.getLogger(TerminalFace.class.getName()).log(System.Logger.Level.ERROR, "A command failed", e);
                output.object(
                        error(
                                number,
                                command,
                                new CommandException(
                                        Code.INTERNAL, "the command failed inside; the log has the details", e)));
            }
            if (output.broken()) break;
        }
        return end();
    }

    private static final class TooLongException extends Exception {

        private static final long serialVersionUID = 1;
    }

    /** The next line without its end; null at the end of input. A line too long is read to its end and refused. */
    private byte @Nullable [] readLine() throws IOException, TooLongException {
        var line = new ByteArrayOutputStream(256);
        var tooLong = false;
        while (true) {
            int b;
            try {
                b = input.read();
            } catch (InterruptedIOException e) {
                return null;
            }
            if (b < 0 && line.size() == 0 && !tooLong) return null;
            if (b < 0 || b == '\n') {
                if (tooLong) throw new TooLongException();
                return line.toByteArray();
            }
            if (line.size() == MAX_LINE) tooLong = true;
            if (!tooLong) line.write(b);
        }
    }

    private static String utf8(byte[] bytes) throws CommandException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new CommandException(Code.USAGE, "the line is not UTF-8; write it in UTF-8", e);
        }
    }

    // ---- A person ----

    private int interactive() throws CommandException, IOException {
        try (var asking = new Prompt()) {
            prompt = asking;
            output.through(asking::above);
            if (accounts.current().isEmpty()) {
                output.line("Welcome. To begin: /account create NAME, with the invite link somebody gave you.");
            }
            begin();
            while (true) {
                var text = asking.next();
                if (text == null) break;
                if (text.isBlank()) continue;
                try {
                    var line = Line.parse(text);
                    if (line.command().equals("exit")) break;
                    var answer = commands.run(line);
                    if (!answer.text().isEmpty()) output.line(answer.text());
                } catch (CommandException e) {
                    output.line("! " + e.getMessage());
                }
            }
            return end();
        } finally {
            prompt = null;
        }
    }

    // ---- Both ----

    private void begin() {
        var account = accounts.current();
        if (json) {
            output.object(
                    Answer.fields(
                            "event", "ready",
                            "account", account.map(Accounts.Account::address),
                            "relay", account.map(known -> known.relay().url() + "#" + known.relay().fingerprint())));
        }
        if (account.isPresent() || !json) {
            FeedPrinter.print(output, new Event.LinkChanged(accounts.linkState(), Optional.empty(), Optional.empty()));
        }
        printer = new FeedPrinter(feed, output, _ -> {});
    }

    /** Gives the outbox some seconds, then shows what is left to show. */
    private int end() throws CommandException {
        var deadline = System.nanoTime() + OUTBOX.toNanos();
        lock.lock();
        try {
            while (conversations.waiting() > 0) {
                var left = deadline - System.nanoTime();
                if (left <= 0
                        || accounts.linkState() != Event.LinkChanged.State.CONNECTED && left < OUTBOX.toNanos() / 2)
                    break;
                progressed.awaitNanos(Math.min(left, Duration.ofMillis(500).toNanos()));
            }
        } catch (InterruptedException e) {
            // stopped from outside: the outbox is on disk
        } finally {
            lock.unlock();
        }
        var showing = printer;
        printer = null;
        if (showing != null) showing.close();
        return 0;
    }

    @Override
    public void happened(Event event) {
        switch (event) {
            case Event.ReceiptChanged(_, var message, var state, _) when state == Message.State.FAILED ->
                    failed.add(message);
            case Event.ReceiptChanged(_, var message, _, _) -> sent.add(message);
            case Event.FileChanged(var file) when file.own() && file.state() == Transfers.State.DONE ->
                    sent.add(file.id());
            case Event.FileChanged(var file)
                    when file.state() == Transfers.State.FAILED || file.state() == Transfers.State.CANCELLED ->
                    failed.add(file.id());
            default -> {}
        }
        lock.lock();
        try {
            progressed.signalAll();
        } finally {
            lock.unlock();
        }
        var showing = printer;
        if (showing == null) return;
        if (event instanceof Event.Durable) {
            showing.wake();
        } else {
            FeedPrinter.print(output, event);
        }
    }

    private static Map<String, Object> ok(int line, String command, Answer answer) {
        var object = Answer.fields("event", "ok", "line", line, "command", command);
        object.putAll(answer.fields());
        return object;
    }

    private static Map<String, Object> error(int line, String command, CommandException e) {
        return Answer.fields(
                "event",
                "error",
                "line",
                line,
                "command",
                command,
                "code",
                e.code().word(),
                "text",
                String.valueOf(e.getMessage()));
    }

    private String secret(String what) throws CommandException {
        var variable = System.getenv("PARLEY_INVITE");
        if (variable != null && !variable.isBlank()) return variable;
        var asking = prompt;
        if (asking != null) {
            var given = asking.secret(what);
            if (given != null) return given;
        } else if (!arguments.isEmpty() && !json) {
            try {
                var line = readLine();
                if (line != null) return utf8(line);
            } catch (IOException | TooLongException e) {
                throw new CommandException(Code.USAGE, "the " + what + " could not be read from standard input", e);
            }
        }
        throw new CommandException(
                Code.PASSPHRASE_NEEDED,
                "the " + what + " is missing; give it in the environment variable PARLEY_INVITE");
    }
}
