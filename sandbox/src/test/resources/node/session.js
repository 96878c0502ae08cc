// What an application in Node does with Snowflake, through the vendor's own driver. Prints one JSON
// document: what each step gave.
const snowflake = require('snowflake-sdk');

snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false });

const [endpoint, account, username, password] = process.argv.slice(2);

function connect(options) {
  const connection = snowflake.createConnection({
    accessUrl: endpoint, account, username, password, ...options,
  });
  return new Promise((resolve, reject) =>
    connection.connect((error) => (error ? reject(error) : resolve(connection))));
}

function run(connection, sqlText, options = {}) {
  return new Promise((resolve, reject) =>
    connection.execute({
      sqlText,
      ...options,
      complete: (error, statement, rows) => (error ? reject(error) : resolve({ statement, rows })),
    }));
}

async function refusal(connection, sqlText) {
  try {
    await run(connection, sqlText);
    return 'nothing was refused';
  } catch (error) {
    return { code: error.code, sqlState: error.sqlState, message: error.message };
  }
}

async function main() {
  const connection = await connect({ database: 'NODE', schema: 'PUBLIC' });
  const seen = {};
  await run(connection, `CREATE TABLE TICKETS (
    ID NUMBER(38,0), PRICE NUMBER(10,2), SOLD_AT TIMESTAMP_NTZ, OPEN BOOLEAN, DETAILS VARIANT, NOTE VARCHAR)`);
  const inserted = await run(
    connection,
    'INSERT INTO TICKETS (ID, PRICE, OPEN, NOTE) VALUES (?, ?, ?, ?)',
    { binds: [[1, 12.5, true, 'first'], [2, 99.95, false, null]] });
  seen.inserted = inserted.statement.getNumUpdatedRows();
  await run(connection, `UPDATE TICKETS SET SOLD_AT = '2026-03-04 05:06:07'::TIMESTAMP_NTZ,
    DETAILS = PARSE_JSON('{"seat": {"row": 7}}') WHERE ID = :1`, { binds: [1] });
  seen.rows = (await run(connection, `SELECT ID, PRICE, TO_VARCHAR(SOLD_AT) AS SOLD_AT, OPEN,
    DETAILS:seat.row::INT AS SEAT_ROW, NOTE FROM TICKETS ORDER BY ID`)).rows;
  const described = await run(connection, 'SELECT ID, PRICE, DETAILS, OPEN FROM TICKETS');
  seen.columns = described.statement.getColumns().map((column) => ({
    name: column.getName(), type: column.getType(), scale: column.getScale(), nullable: column.isNullable(),
  }));
  seen.document = (await run(connection, 'SELECT DETAILS FROM TICKETS WHERE ID = 1')).rows[0].DETAILS;
  await run(connection, 'BEGIN');
  await run(connection, 'DELETE FROM TICKETS');
  await run(connection, 'ROLLBACK');
  seen.afterRollback = (await run(connection, 'SELECT COUNT(*) AS N FROM TICKETS')).rows[0].N;
  seen.unknown = await refusal(connection, 'SELECT * FROM NOWHERE');
  seen.syntax = await refusal(connection, 'SELEC 1');
  let streamed = 0;
  const big = await run(connection, 'SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 5000))', { streamResult: true });
  await new Promise((resolve, reject) =>
    big.statement.streamRows().on('data', () => streamed++).on('end', resolve).on('error', reject));
  seen.streamed = streamed;
  await new Promise((resolve, reject) => connection.destroy((error) => (error ? reject(error) : resolve())));
  try {
    await connect({ password: 'wrong' });
    seen.wrongPassword = 'was let in';
  } catch (error) {
    seen.wrongPassword = error.message;
  }
  process.stdout.write(JSON.stringify(seen));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
