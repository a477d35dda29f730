import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.QueryExecutionException;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * Runs the Neo4j server of the jars beside it: {@code java Launcher HOME CONF}, the password of the user neo4j as
 * the first line of the standard input (a command line and an environment can be read by others).
 *
 * <p>Prints {@code ready HOST:PORT} once Bolt answers, so that a free port may be asked for as port 0; SIGTERM
 * stops it cleanly, with a checkpoint.
 */
public final class Launcher {
    private static final String SAME_PASSWORD = "Old password and new password cannot be the same";

    public static void main(String[] args) throws Exception {
        try {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            var password = in.readLine();
            var service = new DatabaseManagementServiceBuilder(Path.of(args[0]))
                    .loadPropertiesFromFile(Path.of(args[1]))
                    .build();
            Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
            setPassword(service, password);
            var ports = ((GraphDatabaseAPI) service.database("system"))
                    .getDependencyResolver()
                    .resolveDependency(ConnectorPortRegister.class);
            System.out.println("ready " + ports.getLocalAddress(ConnectorType.BOLT));
            Thread.currentThread().join();
        } catch (Exception failed) {
            failed.printStackTrace();
            System.err.println(rootOf(failed)); // the last line is what the user is shown
            System.exit(1); // Bolt's threads would keep a server without a password running
        }
    }

    private static Throwable rootOf(Throwable failed) {
        return failed.getCause() == null ? failed : rootOf(failed.getCause());
    }

    private static void setPassword(DatabaseManagementService service, String password) {
        try {
            service.database("system")
                    .executeTransactionally(
                            "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
                            Map.of("password", password));
        } catch (QueryExecutionException failed) {
            // A store that has been started before refuses to set the password it has.
            if (!String.valueOf(failed.getMessage()).contains(SAME_PASSWORD)) {
                throw failed;
            }
        }
    }
}
