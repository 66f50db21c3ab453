package parley.terminal;

import org.jspecify.annotations.Nullable;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations;
import parley.client.api.Suites;
import parley.client.api.Transfers;
import parley.client.api.Transfers.Transfer;
import parley.protocol.InviteLink;
import parley.protocol.MessageId;
import parley.protocol.RelayAddress;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The commands: what each takes and does. One line each to add another. Blocks; called in order. */
final class Commands {

    /** Runs a Gogo line; absent unless it was asked for at the start. */
    @FunctionalInterface
    interface Gogo {
        String run(String line) throws CommandException;
    }

    /** Where secrets come from that stand in no argument. */
    @FunctionalInterface
    interface Secrets {
        /**
         * @param what such as "invite link"
         */
        String ask(String what) throws CommandException;
    }

    @FunctionalInterface
    private interface Action {
        Answer run(ParseResult words) throws CommandException;
    }

    private record Command(CommandSpec spec, String help, Action action) {}

    private final Accounts accounts;
    private final Contacts contacts;
    private final Conversations conversations;
    private final Transfers transfers;
    private final Suites suites;
    private final Optional<Gogo> gogo;
    private final Secrets secrets;
    private final Map<String, Command> commands = new LinkedHashMap<>();

    Commands(
            Accounts accounts,
            Contacts contacts,
            Conversations conversations,
            Transfers transfers,
            Suites suites,
            Optional<Gogo> gogo,
            Secrets secrets) {
        this.accounts = accounts;
        this.contacts = contacts;
        this.conversations = conversations;
        this.transfers = transfers;
        this.suites = suites;
        this.gogo = gogo;
        this.secrets = secrets;
        add(
                "account create",
                "makes your identity and signs up",
                this::create,
                option("--invite", "LINK"),
                option("--relay", "URL"),
                one("NAME"));
        add("account show", "says who you are", _ -> show());
        add(
                "connect",
                "asks somebody for a conversation",
                words -> contact(contacts.connect(word(words, 0))),
                one("ADDRESS|LINK"));
        add(
                "approve",
                "answers a request with yes",
                words -> contact(contacts.approve(word(words, 0))),
                one("ADDRESS"));
        add("deny", "answers a request with silence", words -> contact(contacts.deny(word(words, 0))), one("ADDRESS"));
        add(
                "block",
                "hears nothing of somebody any more",
                words -> contact(contacts.block(word(words, 0))),
                one("ADDRESS"));
        add("contacts", "lists people", _ -> contacts());
        add("list", "lists conversations", _ -> list());
        add("say", "says something", this::say, one("CONVERSATION"), one("TEXT"));
        add("read", "shows what was said, and marks it read", this::read, option("--last", "N"), one("CONVERSATION"));
        add("send", "offers files", this::send, one("CONVERSATION"), many("PATH"));
        add("files", "lists files", _ -> files());
        add("accept", "takes an offered file", this::accept, option("--to", "DIR"), one("ID"));
        add("decline", "refuses an offered file", words -> file(transfers.decline(id(word(words, 0)))), one("ID"));
        add("cancel", "ends a file's way", words -> file(transfers.cancel(id(word(words, 0)))), one("ID"));
        add("cipher list", "lists cipher suites", _ -> ciphers());
        if (gogo.isPresent()) {
            add(
                    "gogo",
                    "runs a line of the framework's shell",
                    words -> output(gogo.get().run(word(words, 0))),
                    one("LINE"));
        }
        add("help", "shows this", _ -> help());
    }

    /**
     * Runs a line.
     *
     * @throws CommandException with the code and the sentence for its answer
     */
    Answer run(Line line) throws CommandException {
        var command = commands.get(line.command());
        if (command == null) {
            throw new CommandException(
                    Code.UNKNOWN_COMMAND,
                    "there is no command " + Inert.line(line.command()) + "; help lists those there are");
        }
        try {
            var parser =
                    new CommandLine(command.spec)
                            .setInterpolateVariables(false)
                            .setExpandAtFiles(false)
                            .setUnmatchedOptionsArePositionalParams(true);
            return command.action.run(parser.parseArgs(line.words().toArray(String[]::new)));
        } catch (ParameterException e) {
            throw new CommandException(Code.USAGE, "usage: " + usage(line.command(), command.spec), e);
        }
    }

    private void add(String name, String help, Action action, Object... parameters) {
        var spec = CommandSpec.create().name(name);
        var index = 0;
        for (var parameter : parameters) {
            switch (parameter) {
                case OptionSpec option -> spec.addOption(option);
                case Parameter(var label, var many) ->
                        spec.addPositional(
                                PositionalParamSpec.builder()
                                        .index(many ? index + "..*" : String.valueOf(index++))
                                        .arity(many ? "1..*" : "1")
                                        .required(true)
                                        .type(many ? List.class : String.class)
                                        .auxiliaryTypes(String.class)
                                        .paramLabel(label)
                                        .build());
                default -> throw new IllegalArgumentException(parameter.toString());
            }
        }
        commands.put(name, new Command(spec, help, action));
    }

    private record Parameter(String label, boolean many) {}

    private static Parameter one(String label) {
        return new Parameter(label, false);
    }

    private static Parameter many(String label) {
        return new Parameter(label, true);
    }

    private static OptionSpec option(String name, String label) {
        return OptionSpec.builder(name).type(String.class).paramLabel(label).build();
    }

    private static String word(ParseResult words, int index) {
        return words.matchedPositionalValue(index, "");
    }

    private static String usage(String name, CommandSpec spec) {
        var usage = new StringBuilder(name);
        for (var option : spec.options())
            usage.append(" [").append(option.longestName()).append(' ').append(option.paramLabel()).append(']');
        for (var positional : spec.positionalParameters()) {
            usage.append(' ').append(positional.paramLabel());
            if (positional.isMultiValue()) usage.append('…');
        }
        return usage.toString();
    }

    // ---- Account ----

    private Answer create(ParseResult words) throws CommandException {
        var name = word(words, 0);
        @Nullable String relay = words.matchedOptionValue("--relay", (String) null);
        Accounts.Account account;
        try {
            if (relay != null) {
                account = accounts.create(name, RelayAddress.parse(relay));
            } else {
                var invite = words.matchedOptionValue("--invite", "-");
                account =
                        accounts.create(
                                name, InviteLink.parse(invite.equals("-") ? secrets.ask("invite link") : invite));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(Code.USAGE, String.valueOf(e.getMessage()), e);
        }
        return Answer.of(fields(account), "You are " + account.address() + ".");
    }

    private Answer show() throws CommandException {
        var account =
                accounts.current()
                        .orElseThrow(() ->
                                new CommandException(
                                        Code.NOT_FOUND,
                                        "there is no account in this profile yet; make one with account create NAME"));
        return Answer.of(
                fields(account),
                account.address()
                        + "\naccount key "
                        + account.key().hex()
                        + "\ndevice "
                        + account.device().hex()
                        + "\nrelay "
                        + account.relay().url()
                        + "#"
                        + account.relay().fingerprint());
    }

    private static Map<String, Object> fields(Accounts.Account account) {
        return Answer.fields(
                "account",
                account.address(),
                "relay",
                account.relay().url() + "#" + account.relay().fingerprint(),
                "device",
                account.device().hex().substring(0, 32));
    }

    // ---- People ----

    private static Answer contact(Contacts.Contact contact) {
        var fields =
                Answer.fields("account", contact.address(), "conversation", contact.conversation().map(id -> id.hex()));
        return Answer.of(fields, contact.address() + ": " + contact.state().word());
    }

    private Answer contacts() throws CommandException {
        var all = contacts.all();
        return Answer.of(
                Answer.fields("contacts", all.stream().map(EventFields::contact).toList()),
                all.isEmpty()
                        ? "There is nobody yet; connect ADDRESS asks somebody."
                        : all.stream()
                                .map(contact -> contact.address() + ": " + contact.state().word())
                                .collect(Collectors.joining("\n")));
    }

    // ---- Conversations ----

    private Answer list() throws CommandException {
        var all = conversations.all();
        return Answer.of(
                Answer.fields("conversations", all.stream().map(EventFields::conversation).toList()),
                all.isEmpty()
                        ? "There is no conversation yet."
                        : all.stream()
                                .map(c ->
                                        Inert.line(c.title())
                                                + (c.unread() > 0 ? " (" + c.unread() + " new)" : "")
                                                + c.stopped().map(why -> " — sending is stopped: " + why).orElse(""))
                                .collect(Collectors.joining("\n")));
    }

    private Answer say(ParseResult words) throws CommandException {
        var conversation = conversations.find(word(words, 0)).id();
        var id = conversations.say(conversation, word(words, 1));
        return new Answer(Answer.fields("id", id.hex(), "conversation", conversation.hex()), "", List.of(id));
    }

    private Answer read(ParseResult words) throws CommandException {
        var conversation = conversations.find(word(words, 0));
        var last = number(words.matchedOptionValue("--last", "20"));
        var messages = conversations.page(conversation.id(), Long.MAX_VALUE, last);
        conversations.markRead(conversation.id());
        return Answer.of(
                Answer.fields("messages", messages.stream().map(EventFields::message).toList()),
                messages.stream()
                        .map(m ->
                                EventFields.time(m.at())
                                        + " "
                                        + m.from().name()
                                        + ": "
                                        + Inert.text(m.text()).replace("\n", "\n      "))
                        .collect(Collectors.joining("\n")));
    }

    private static int number(String text) throws CommandException {
        try {
            var number = Integer.parseInt(text);
            if (number >= 1 && number <= 10_000) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new CommandException(Code.USAGE, "--last takes a number from 1 to 10000");
    }

    // ---- Files ----

    private Answer send(ParseResult words) throws CommandException {
        var conversation = conversations.find(word(words, 0)).id();
        var paths = new ArrayList<Path>();
        for (var path : words.matchedPositionalValue(1, List.<String>of())) paths.add(path(path));
        var sent = transfers.send(conversation, paths);
        var files =
                sent.stream()
                        .map(file -> Answer.fields("id", file.id().hex(), "name", file.name(), "size", file.size()))
                        .toList();
        return new Answer(Answer.fields("files", files), "", sent.stream().map(Transfer::id).toList());
    }

    private Answer files() throws CommandException {
        var all = transfers.all();
        return Answer.of(
                Answer.fields("files", all.stream().map(EventFields::file).toList()),
                all.stream()
                        .map(file ->
                                file.id().hex().substring(0, 8)
                                        + "  "
                                        + file.state().word()
                                        + "  "
                                        + Inert.line(file.name())
                                        + "  "
                                        + EventFields.size(file.size()))
                        .collect(Collectors.joining("\n")));
    }

    private Answer accept(ParseResult words) throws CommandException {
        @Nullable String to = words.matchedOptionValue("--to", (String) null);
        Optional<Path> directory = to == null ? Optional.empty() : Optional.of(path(to));
        return file(transfers.accept(id(word(words, 0)), directory));
    }

    private static Answer file(Transfer transfer) {
        return Answer.of(Answer.fields("id", transfer.id().hex()), "");
    }

    private static Path path(String text) throws CommandException {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new CommandException(Code.NOT_FOUND, "no file can have the name " + Inert.line(text), e);
        }
    }

    /** A file's id, or the beginning of one that only one has. */
    private MessageId id(String text) throws CommandException {
        if (!text.matches("[0-9a-f]{4,32}")) {
            throw new CommandException(
                    Code.USAGE, "a file's id has 32 hex digits, or at least its first 4; files lists them");
        }
        var found = transfers.all().stream().map(Transfer::id).filter(id -> id.hex().startsWith(text)).toList();
        if (found.size() == 1) return found.getFirst();
        throw found.isEmpty()
                ? new CommandException(Code.NOT_FOUND, "there is no file " + text + "; files lists those there are")
                : new CommandException(
                        Code.AMBIGUOUS, "more than one file's id begins with " + text + "; write more of it");
    }

    // ---- The rest ----

    private Answer ciphers() {
        suites.awaitPresent();
        var present = suites.present();
        return Answer.of(
                Answer.fields(
                        "suites",
                        present.stream()
                                .map(s -> Answer.fields("suite", s.id(), "name", s.name(), "provider", s.provider()))
                                .toList()),
                present.isEmpty()
                        ? "No cipher bundle is installed or started: messages wait."
                        : present.stream()
                                .map(s -> s.id() + "  " + s.name() + "  " + s.provider())
                                .collect(Collectors.joining("\n")));
    }

    private static Answer output(String text) {
        return Answer.of(Answer.fields("output", text), Inert.text(text).stripTrailing());
    }

    private Answer help() {
        return Answer.of(
                commands.entrySet().stream()
                        .map(entry ->
                                String.format(
                                        "%-44s %s",
                                        usage(entry.getKey(), entry.getValue().spec), entry.getValue().help))
                        .collect(Collectors.joining("\n", "", "\nexit")));
    }
}
