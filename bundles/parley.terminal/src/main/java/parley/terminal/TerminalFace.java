package parley.terminal;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import parley.client.api.Accounts;
import parley.client.api.AppLock;
import parley.client.api.Backups;
import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Exports;
import parley.client.api.Feed;
import parley.client.api.Governance;
import parley.client.api.Membership;
import parley.client.api.Message;
import parley.client.api.Pictures;
import parley.client.api.Plugins;
import parley.client.api.Presences;
import parley.client.api.Privacy;
import parley.client.api.Profiles;
import parley.client.api.Search;
import parley.client.api.SuiteChanges;
import parley.client.api.Suites;
import parley.client.api.Transfers;
import parley.client.api.Verification;
import parley.client.api.store.Store;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.text.Inert;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The client in a terminal: owns the main thread, reads lines, answers each, and shows what happens. */
@Component(
        service = {Callable.class, ClientListener.class, AppLock.Listener.class},
        property = "main.thread:Boolean=true")
public final class TerminalFace implements Callable<Integer>, ClientListener, AppLock.Listener {

    /** How long the outbox may take at the end. */
    private static final Duration OUTBOX = Duration.ofSeconds(10);

    /** How long a process of its own gives what others did meanwhile to come from the relay. */
    private static final Duration CATCHING_UP = Duration.ofSeconds(5);

    /** Passphrases that a person may try before the process ends. */
    private static final int TRIES = 5;

    /** Commands that answer what others did. */
    private static final Set<String> ANSWERS = Set.of("approve", "deny", "accept", "decline");

    /** How long nothing may happen to what a process of its own waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The other bundles, as this face uses them. */
    record Client(
            Store store,
            Accounts accounts,
            Contacts contacts,
            Conversations conversations,
            Membership membership,
            Transfers transfers,
            Pictures pictures,
            Suites suites,
            SuiteChanges suiteChanges,
            ConversationSettings settings,
            Privacy privacy,
            Presences presences,
            Verification verification,
            Profiles profiles,
            Governance governance,
            Feed feed) {}

    /**
     * What a process has.
     *
     * @param in read byte by byte: buffered
     */
    record Surroundings(InputStream in, OutputStream out, PrintStream err, Map<String, String> environment) {}

    private final List<String> arguments = new ArrayList<>();
    private final boolean json;
    private final Client client;
    private final Commands commands;
    private final Output output;
    private final FeedPrinter.Names names;
    private final OnScreen screen;
    private final PrintStream complaints;
    private final AskedSecrets secrets;
    private final LineInput input;
    private final Duration patience;
    private final Duration outbox;

    /** Of one permit: something happened that may end a wait for the outbox. */
    private final Semaphore news = new Semaphore(0);

    /** Of what comes before the first line of output, the warnings only; the state of all else is asked for then. */
    private final List<Event> early = new ArrayList<>(); // guarded by itself, as is whether there is a printer yet

    /** Not what the client needs to run: it can be replaced and stopped as plug-ins can. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Plugins plugins;

    /** The client runs without it, too. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Search search;

    /** The client runs without it, too. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Exports exports;

    /** The client runs without it, too. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Backups backups;

    /** The client runs without it, too. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable AppLock lock;

    private volatile @Nullable FeedPrinter printer;
    private volatile @Nullable Awaited awaited;
    private volatile @Nullable Prompt prompt;
    private volatile @Nullable Thread main;

    @Activate
    public TerminalFace(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launch,
            @Reference Store store,
            @Reference Accounts accounts,
            @Reference Contacts contacts,
            @Reference Conversations conversations,
            @Reference Membership membership,
            @Reference Transfers transfers,
            @Reference Pictures pictures,
            @Reference Suites suites,
            @Reference SuiteChanges suiteChanges,
            @Reference ConversationSettings settings,
            @Reference Privacy privacy,
            @Reference Presences presences,
            @Reference Verification verification,
            @Reference Profiles profiles,
            @Reference Governance governance,
            @Reference Feed feed,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable GogoShell gogo) {
        this(
                launch.get("launcher.arguments") instanceof String[] strings ? List.of(strings) : List.of(),
                new Client(
                        store,
                        accounts,
                        contacts,
                        conversations,
                        membership,
                        transfers,
                        pictures,
                        suites,
                        suiteChanges,
                        settings,
                        privacy,
                        presences,
                        verification,
                        profiles,
                        governance,
                        feed),
                Optional.ofNullable(gogo),
                new Surroundings(
                        new BufferedInputStream(System.in, 1 << 16),
                        new FileOutputStream(FileDescriptor.out),
                        System.err,
                        System.getenv()),
                PATIENCE);
    }

    TerminalFace(
            List<String> words,
            Client client,
            Optional<? extends Commands.Gogo> gogo,
            Surroundings surroundings,
            Duration patience) {
        var options = new ArrayList<String>();
        var mayBeOption = true;
        for (var word : words) {
            if (mayBeOption && word.equals("--")) {
                mayBeOption = false;
            } else if (mayBeOption && (word.equals("--json") || word.equals("--gogo")) && !options.contains(word)) {
                options.add(word);
            } else {
                arguments.add(word);
            }
        }
        this.json = options.contains("--json");
        this.client = client;
        this.output = new Output(json, surroundings.out());
        this.names = names();
        this.screen = new OnScreen(client.conversations());
        this.complaints = surroundings.err();
        this.input = new LineInput(surroundings.in());
        this.patience = patience;
        this.outbox = shorter(OUTBOX, patience);
        this.secrets =
                new AskedSecrets(
                        json, !arguments.isEmpty(), input, surroundings.environment(), () -> prompt, complaints);
        Optional<Commands.Gogo> shell = options.contains("--gogo") ? gogo.map(it -> it) : Optional.empty();
        this.commands =
                new Commands(
                        client.accounts(),
                        client.contacts(),
                        client.conversations(),
                        client.membership(),
                        client.transfers(),
                        client.pictures(),
                        client.suites(),
                        client.suiteChanges(),
                        client.presences(),
                        shell,
                        secrets);
        new SettingsCommands(client.conversations(), client.settings(), client.privacy(), InstantSource.system())
                .addTo(commands);
        new GovernCommands(client.conversations(), client.governance(), client.pictures(), InstantSource.system())
                .addTo(commands);
        new PluginCommands(() -> Optional.ofNullable(plugins), this::asked).addTo(commands);
        new VerifyCommands(client.verification()).addTo(commands);
        new ProfileCommands(client.profiles()).addTo(commands);
        new SearchCommands(() -> Optional.ofNullable(search), client.conversations(), client.accounts())
                .addTo(commands);
        new LockCommands(() -> Optional.ofNullable(lock), (what, variable) -> secrets.ask(what, variable, false))
                .addTo(commands);
        new ExportCommands(() -> Optional.ofNullable(exports), client.conversations()).addTo(commands);
        new BackupCommands(
                        () -> Optional.ofNullable(backups),
                        (what, variable) -> secrets.ask(what, variable, false),
                        this::progress)
                .addTo(commands);
    }

    /** How far a backup is: a script hears it, and a person who sits there. */
    private void progress(String command, int percent) {
        if (json) output.object(Answer.fields("event", "progress", "command", command, "percent", percent));
        else if (prompt != null) output.line(command + ": " + percent + " %");
    }

    private Optional<Boolean> asked(String question) {
        var asking = prompt;
        return asking == null ? Optional.empty() : Optional.of(asking.yes(question));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
            if (arguments.isEmpty() && !json) return interactive();
            unlock();
            return arguments.isEmpty() ? script() : once(Line.of(arguments));
        } catch (CommandException e) {
            complain(e);
            return e.code().exitStatus();
        } catch (IOException e) {
            complain(
                    new CommandException(
                            Code.INTERNAL,
                            "the terminal cannot be used (" + e.getMessage() + "); try another one, or --json",
                            e));
            return Code.INTERNAL.exitStatus();
        }
    }

    /**
     * Opens the profile, by the passphrase where it has one; the environment's was tried before.
     *
     * @throws CommandException why it cannot be used
     */
    private void unlock() throws CommandException {
        for (var tries = 1; ; tries++) {
            try {
                client.store().check();
                return;
            } catch (CommandException e) {
                var locking = lock;
                if (e.code() != Code.PASSPHRASE_NEEDED || json || locking == null) throw e;
                var passphrase = secrets.ask("passphrase", LockCommands.CURRENT, false).toCharArray();
                try {
                    locking.unlock(passphrase);
                } catch (CommandException wrong) {
                    var asked = !secrets.environment().containsKey(LockCommands.CURRENT);
                    if (wrong.code() != Code.REFUSED || !asked || tries == TRIES) throw wrong;
                    complain(wrong);
                } finally {
                    Arrays.fill(passphrase, '\0');
                }
            }
        }
    }

    private void complain(CommandException e) {
        if (json) {
            output.object(
                    Answer.fields("event", "error", "code", e.code().word(), "text", String.valueOf(e.getMessage())));
        } else {
            complaints.println("parley: " + Inert.line(String.valueOf(e.getMessage())));
        }
    }

    // ---- One command as a process of its own ----

    private int once(Line line) throws CommandException {
        var wanted = new Awaited();
        awaited = wanted;
        try {
            var answer = run(line, wanted);
            if (json) {
                output.object(ok(1, line.command(), answer));
            } else if (!answer.text().isEmpty()) {
                output.line(answer.text());
            }
            wanted.await(answer, patience, client.accounts().staysOffline());
            return 0;
        } catch (CommandException e) {
            if (!json) throw e;
            output.object(error(1, line.command(), e));
            return e.code().exitStatus();
        } catch (InterruptedException e) { // stopped from outside: what was not sent is in the outbox
            return 0;
        }
    }

    /** Runs it; if it speaks of what may just be on its way to this profile, that has a moment to come. */
    private Answer run(Line line, Awaited wanted) throws CommandException, InterruptedException {
        var deadline = System.nanoTime() + shorter(CATCHING_UP, patience).toNanos();
        while (true) {
            var seen = wanted.arrivals();
            try {
                return commands.run(line);
            } catch (CommandException e) {
                var mayCome =
                        e.code() == Code.NOT_APPROVED || e.code() == Code.NOT_FOUND && ANSWERS.contains(line.command());
                if (!mayCome || !wanted.awaitArrival(seen, deadline)) throw e;
            }
        }
    }

    // ---- Lines of a script ----

    private int script() throws CommandException, IOException {
        begin();
        for (var number = 1; !output.broken(); number++) {
            var command = "";
            try {
                var text = input.next();
                if (text == null) break;
                touched();
                var line = Line.parse(text);
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
            }
        }
        return end();
    }

    // ---- A person ----

    private int interactive() throws CommandException, IOException {
        try (var asking = new Prompt()) {
            prompt = asking;
            output.through(asking::above);
            unlock();
            if (client.accounts().current().isEmpty()) {
                output.line(
                        "Welcome. To begin: /account create NAME, with the invite link somebody gave you. If you have a"
                                + " backup: /backup restore FILE");
            }
            begin();
            while (true) {
                var text = asking.next();
                if (text == null) break;
                if (text.isBlank()) continue;
                try {
                    touched();
                    if (asking.atTerminal()) screen.seen(); // a script marks by read alone, also one with a pipe
                    var line = Line.parse(text);
                    if (line.command().equals("exit")) break;
                    var said = commands.run(line).textBesideEvents();
                    if (!said.isEmpty()) output.line(said);
                } catch (CommandException e) {
                    output.line("! " + Inert.line(String.valueOf(e.getMessage())));
                }
            }
            return end();
        } finally {
            prompt = null;
        }
    }

    // ---- Both ----

    private void touched() {
        var locking = lock;
        if (locking != null) locking.touched();
    }

    private void begin() {
        var account = client.accounts().current();
        synchronized (early) { // an event of now is not to come before what it changes
            if (json) {
                output.object(
                        Answer.fields(
                                "event",
                                "ready",
                                "account",
                                account.map(Accounts.Account::address),
                                "relay",
                                account.map(known -> known.relay().url() + "#" + known.relay().fingerprint())));
            }
            if (account.isPresent() || !json) {
                print(new Event.LinkChanged(client.accounts().linkState(), Optional.empty(), whyOffline()));
            }
            early.forEach(this::print);
            early.clear();
            printer = new FeedPrinter(client.feed(), output, names, screen);
        }
    }

    /** Why there is no link, if somebody wants none. */
    private Optional<String> whyOffline() {
        return client.accounts().staysOffline() ? Optional.of(Awaited.OFFLINE) : Optional.empty();
    }

    /** Gives the outbox some seconds, then shows what is left to show. */
    private int end() throws CommandException {
        var deadline = System.nanoTime() + outbox.toNanos();
        try {
            while (true) {
                news.drainPermits(); // before the look: what happens after it is not missed
                if (client.conversations().waiting() == 0) break;
                var left = deadline - System.nanoTime();
                var connected = client.accounts().linkState() == Event.LinkChanged.State.CONNECTED;
                if (left <= 0 || !connected && left < outbox.toNanos() / 2) break;
                var unused = news.tryAcquire(Math.min(left, outbox.toNanos() / 20), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            // stopped from outside: the outbox is on disk
        } finally {
            var showing = printer;
            printer = null;
            if (showing != null) showing.close();
        }
        return 0;
    }

    @Override
    public void happened(Event event) {
        var wanted = awaited;
        if (wanted != null) wanted.happened(event);
        if (news.availablePermits() == 0) news.release();
        var showing = printer;
        if (event instanceof Event.Durable) {
            if (showing != null) showing.wake();
        } else if (showing != null) {
            print(event);
        } else if (wanted == null) {
            early(event);
        }
    }

    @Override
    public void lockChanged(AppLock.State state) {
        var showing = printer;
        if (showing != null) showing.wake();
    }

    private void early(Event event) {
        synchronized (early) {
            if (printer != null) print(event);
            else if (event instanceof Event.Warning) early.add(event);
        }
    }

    private void print(Event event) {
        FeedPrinter.print(output, json ? event : screen.news(event), names);
    }

    private FeedPrinter.Names names() {
        return new FeedPrinter.Names() {
            @Override
            public Optional<String> group(ConversationId id) {
                try {
                    return client.conversations()
                            .find(id)
                            .filter(known -> known.kind() == Conversations.Kind.GROUP)
                            .map(Conversations.Conversation::title);
                } catch (CommandException e) {
                    return Optional.empty();
                }
            }

            @Override
            public String suite(int suite) {
                return client.suites().name(suite);
            }

            @Override
            public Optional<Message> message(MessageId id) {
                try {
                    return client.conversations().message(id);
                } catch (CommandException e) {
                    return Optional.empty();
                }
            }

            @Override
            public Optional<Message> quoted(MessageId reply) {
                try {
                    var message = message(reply);
                    return message.isEmpty() ? message : client.conversations().quoted(message.get());
                } catch (CommandException e) {
                    return Optional.empty();
                }
            }
        };
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
}
